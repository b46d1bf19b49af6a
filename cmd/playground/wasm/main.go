//go:build js && wasm

// The part of the playground that runs in the browser: it gives the page one
// function, batchgen(text), and waits.
package main

import (
	"syscall/js"
	"time"

	"github.com/batchgen/batchgen/cmd/playground/page"
)

func main() {
	answer := func(_ js.Value, args []js.Value) any {
		return page.JSON(args[0].String(), time.Now())
	}
	js.Global().Set("batchgen", js.FuncOf(answer))
	js.Global().Get("document").Call("dispatchEvent", js.Global().Get("Event").New("batchgen-ready"))
	select {}
}
