package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestSite(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{"index.html": "page", "batchgen.wasm": "program"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := compress(filepath.Join(folder, "batchgen.wasm")); err != nil {
		t.Fatal(err)
	}
	get := func(path, encoding string) *http.Response {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("Accept-Encoding", encoding)
		answer := httptest.NewRecorder()
		site(folder).ServeHTTP(answer, request)
		return answer.Result()
	}
	read := func(body io.Reader) string {
		text, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := read(get("/", "").Body); text != "page" {
		t.Errorf("/ gives %q", text)
	}
	if text := read(get("/batchgen.wasm", "").Body); text != "program" {
		t.Errorf("the program uncompressed is %q", text)
	}
	packed := get("/batchgen.wasm", "gzip, br")
	if packed.Header.Get("Content-Type") != "application/wasm" || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("header %v", packed.Header)
	}
	unpacked, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text := read(unpacked); text != "program" {
		t.Errorf("the program compressed is %q", text)
	}
	if missing := get("/other", ""); missing.StatusCode != http.StatusNotFound {
		t.Errorf("status %d of what is not there", missing.StatusCode)
	}
}

// TestPageKeepsToItself holds the page to its own files: no address of another
// host stands in them, and the policy forbids what is not its own.
func TestPageKeepsToItself(t *testing.T) {
	t.Parallel()
	foreign := regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]`)
	for _, name := range []string{"index.html", "page.js", "style.css"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", "playground", name))
		if err != nil {
			t.Fatal(err)
		}
		if found := foreign.Find(text); found != nil {
			t.Errorf("%s names %s", name, found)
		}
		policy := regexp.MustCompile(`default-src 'none'`)
		if name == "index.html" && !policy.Match(text) {
			t.Error("the page has no policy")
		}
	}
}
