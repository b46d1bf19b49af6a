// Package golden holds one folder per case, with the intent and every output
// that batchgen gives for it. errors holds intents that are refused, one
// folder per diagnostic.
package golden
