package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/azure"
)

func (a *App) imagesCommand() *cli.Command {
	return &cli.Command{
		Name:  "images",
		Usage: "list the images that an intent can name by an alias",
		Description: "Lists each image with its operating system, its name in the marketplace, the\n" +
			"node agent that goes with it and the day that its support ends, if published.",
		UsageText: "batchgen images\nbatchgen images --format json",
		Flags:     []cli.Flag{tableFlag()},
		Action:    a.images,
	}
}

// imageRow is an image in JSON.
type imageRow struct {
	Alias       string `json:"alias"`
	OS          string `json:"os"`
	Default     bool   `json:"default"`
	Publisher   string `json:"publisher"`
	Offer       string `json:"offer"`
	SKU         string `json:"sku"`
	NodeAgent   string `json:"nodeAgent"`
	SupportEnds string `json:"supportEnds,omitempty"`
}

func (a *App) images(c *cli.Context) error {
	form, err := tableForm(c)
	if err != nil {
		return err
	}
	var list []imageRow
	rows := [][]string{{"ALIAS", "OS", "DEFAULT", "PUBLISHER/OFFER/SKU", "NODE AGENT", "SUPPORT ENDS"}}
	for _, i := range azure.Images() {
		sku := i.SKU
		if sku == "" {
			sku = i.SKUGen1
		}
		ends := ""
		if end, found := azure.RetirementOf(i.Retired); found && !end.Date.IsZero() {
			ends = end.Date.Format(time.DateOnly)
		}
		row := imageRow{i.Alias, string(i.OS), i.Default, i.Publisher, i.Offer, sku, i.NodeAgent, ends}
		list = append(list, row)
		rows = append(rows, []string{
			row.Alias, row.OS, yesNo(row.Default), row.Publisher + "/" + row.Offer + "/" + row.SKU, row.NodeAgent, ends,
		})
	}
	if form == asJSON {
		return a.deliver(toJSON(struct {
			SchemaVersion int        `json:"schemaVersion"`
			Images        []imageRow `json:"images"`
		}{schemaVersion, list}))
	}
	return a.deliver(align(rows))
}
