// Package playground tries the page of docs/playground in a real Chromium.
package playground

import (
	"bufio"
	"context"
	"flag"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var picture = flag.String("picture", "", "write a screenshot into this `FILE`")

// serve starts the playground as its one command does, on a free port.
func serve(t *testing.T) string {
	t.Helper()
	program := t.TempDir() + "/playground"
	if out, err := exec.Command("go", "build", "-C", "../..", "-o", program, "./cmd/playground").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.Command(program, "-addr", "127.0.0.1:0")
	server.Dir = "../.."
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server printed no address: %v", err)
	}
	return strings.TrimSpace(line)
}

// watch collects what the page asks for and what it complains of.
type watch struct {
	sync.Mutex
	requests, complaints []string
}

func (w *watch) see(event any) {
	w.Lock()
	defer w.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.requests = append(w.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError {
			w.complaints = append(w.complaints, "console error")
		}
	}
}

func TestPage(t *testing.T) {
	address := serve(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1400, 900))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	browser, cancel := chromedp.NewContext(allocator)
	defer cancel()
	browser, cancel = context.WithTimeout(browser, 2*time.Minute)
	defer cancel()

	seen := &watch{}
	chromedp.ListenTarget(browser, seen.see)
	do := func(what string, actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(browser, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	text := func(selector string) (shown string) {
		t.Helper()
		do("text of "+selector, chromedp.Text(selector, &shown, chromedp.ByQuery))
		return shown
	}
	write := func(intent string) {
		t.Helper()
		do("typing", chromedp.Click("#intent", chromedp.ByQuery), chromedp.KeyEvent("a", chromedp.KeyModifiers(2)),
			chromedp.KeyEvent(kb.Delete), chromedp.SendKeys("#intent", intent, chromedp.ByQuery))
	}
	tab := func(name string) {
		t.Helper()
		do("tab "+name, chromedp.Click(`//nav/button[text()="`+name+`"]`, chromedp.BySearch))
	}
	until := func(what, condition string) {
		t.Helper()
		do(what, chromedp.Poll(condition, nil, chromedp.WithPollingTimeout(20*time.Second)))
	}

	begin := time.Now()
	do("open", network.Enable(), runtime.Enable(), chromedp.Navigate(address))
	until("first result", `document.querySelector("#shown pre") !== null`)
	t.Logf("first result %d ms after the page was asked for", time.Since(begin).Milliseconds())

	write("region: northeurope\nos: windows\nnodes: 7\n")
	until("Bicep of the intent", `document.querySelector("#shown pre").textContent.includes("northeurope")`)
	if shown := text("#shown"); !strings.Contains(shown, "BatchNodeManagement.NorthEurope") {
		t.Errorf("the Bicep shows %.300s", shown)
	}
	tab("main.json")
	if shown := text("#shown"); !strings.Contains(shown, "deploymentTemplate.json#") {
		t.Errorf("the ARM JSON shows %.300s", shown)
	}
	tab("explain")
	until("the picture", `document.querySelector("#shown img")?.naturalWidth > 0`)
	if *picture != "" {
		var shot []byte
		do("screenshot", chromedp.CaptureScreenshot(&shot))
		if err := os.WriteFile(*picture, shot, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tab("verify")
	if shown := text("#shown"); !strings.Contains(shown, "PASS") || strings.Contains(shown, "FAIL") {
		t.Errorf("the verdicts show %.300s", shown)
	}

	write("region: northeurope\nos: windows\nnodes: 4.5\n")
	until("the error", `document.querySelector("#messages .error") !== null`)
	if shown := text("#messages"); !strings.Contains(shown, "line 3, column 8") || !strings.Contains(shown, "BG106") {
		t.Errorf("the messages show %q", shown)
	}
	if line := text("#gutter .error"); line != "3" {
		t.Errorf("line %q is marked", line)
	}
	do("to the place", chromedp.Click("#messages button", chromedp.ByQuery))
	var caret int
	do("caret", chromedp.Evaluate(`document.getElementById("intent").selectionStart`, &caret))
	if want := len("region: northeurope\nos: windows\nnodes: "); caret != want {
		t.Errorf("the caret is at %d, want %d", caret, want)
	}

	write("region: northeurope\nos: windows\nnodes: 1\ntags: {a: '<img src=x onerror=alert(1)><script>alert(2)</script>'}\n")
	until("a hostile tag", `document.querySelector("#messages .error") === null`)
	tab("main.bicep")
	var planted int
	do("planted elements", chromedp.Evaluate(`document.querySelectorAll("#shown img, #shown script").length`, &planted))
	if shown := text("#shown"); planted != 0 || !strings.Contains(shown, "<script>alert(2)</script>") {
		t.Errorf("%d elements came out of a tag; shown %.100s", planted, shown)
	}

	seen.Lock()
	defer seen.Unlock()
	for _, complaint := range seen.complaints {
		t.Errorf("the page complains: %s", complaint)
	}
	own, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, request := range seen.requests {
		asked, err := url.Parse(request)
		if err != nil || asked.Scheme != "data" && asked.Host != own.Host {
			t.Errorf("the page asks for %.200s", request)
		}
	}
	if len(seen.requests) < 5 {
		t.Errorf("only %d requests were seen", len(seen.requests))
	}
}
