// Command playground serves the page of docs/playground, on which batchgen runs
// in the browser, or writes it to a folder for any static web server.
//
//	go run ./cmd/playground            # http://127.0.0.1:8080
//	go run ./cmd/playground -o public  # the same as files
package main

import (
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	address := flag.String("addr", "127.0.0.1:8080", "serve on this `ADDRESS`")
	folder := flag.String("o", "", "write the files into this `FOLDER` and serve nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *address, *folder); err != nil {
		fmt.Fprintln(os.Stderr, "playground:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address, folder string) error {
	if folder != "" {
		return build(ctx, folder)
	}
	folder, err := os.MkdirTemp("", "batchgen-playground-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	if err := build(ctx, folder); err != nil {
		return err
	}
	return serve(ctx, address, folder)
}

// build puts together the page: its files, Go's own loader, and batchgen
// compiled for the browser, as it is and compressed.
func build(ctx context.Context, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root, err := output(ctx, "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	goroot, err := output(ctx, "env", "GOROOT")
	if err != nil {
		return err
	}
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "docs", "playground"))); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	loader, err := os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "wasm_exec.js"), loader, 0o644); err != nil {
		return err
	}
	program := filepath.Join(folder, "batchgen.wasm")
	compile := exec.CommandContext(ctx, "go", "build", "-C", root, "-trimpath", "-ldflags=-s -w", "-o", absolute(program), "./cmd/playground/wasm")
	compile.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	compile.Stderr = os.Stderr
	if err := compile.Run(); err != nil {
		return fmt.Errorf("compiling for the browser: %w", err)
	}
	return compress(program)
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// output runs the go command and returns what it prints.
func output(ctx context.Context, args ...string) (string, error) {
	text, err := exec.CommandContext(ctx, "go", args...).Output()
	return strings.TrimSpace(string(text)), err
}

// compress writes name.gz beside name.
func compress(name string) (err error) {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	out, err := os.Create(name + ".gz")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	packed, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.Copy(packed, in); err != nil {
		return err
	}
	return packed.Close()
}

func serve(ctx context.Context, address, folder string) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", listener.Addr())
	server := &http.Server{Handler: site(folder), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// site serves the folder, the program compressed where the browser takes that.
func site(folder string) http.Handler {
	files := http.FileServer(http.Dir(folder))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/batchgen.wasm" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Type", "application/wasm")
			w.Header().Set("Content-Encoding", "gzip")
			http.ServeFile(w, r, filepath.Join(folder, "batchgen.wasm.gz"))
			return
		}
		files.ServeHTTP(w, r)
	})
}
