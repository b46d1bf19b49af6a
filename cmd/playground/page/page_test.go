package page_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/batchgen/batchgen/cmd/playground/page"
)

var day = time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)

func TestOf(t *testing.T) {
	t.Parallel()
	answer := page.Of([]byte("region: westeurope\nos: linux\nnodes: 20\n"), day)
	if len(answer.Messages) != 0 {
		t.Errorf("messages: %v", answer.Messages)
	}
	var names []string
	for _, f := range answer.Files {
		names = append(names, f.Name)
		if !strings.Contains(f.Text, "westeurope") {
			t.Errorf("%s does not name the region", f.Name)
		}
	}
	if got := strings.Join(names, " "); got != "main.bicep main.json allowlist.json" {
		t.Errorf("files %s", got)
	}
	if !strings.Contains(answer.Report, "AllowBatchNodeManagementOutbound") {
		t.Error("the report names no rule")
	}
	if !strings.HasPrefix(answer.Picture, "<svg ") {
		t.Errorf("the picture begins %.20q", answer.Picture)
	}
	if len(answer.Verdicts) < 3 {
		t.Errorf("%d verdicts", len(answer.Verdicts))
	}
	for _, v := range answer.Verdicts {
		if v.Verdict != "PASS" || v.Why == "" || len(v.Detail) == 0 {
			t.Errorf("verdict %+v", v)
		}
	}
}

func TestOfAMistake(t *testing.T) {
	t.Parallel()
	var answer page.Answer
	if err := json.Unmarshal([]byte(page.JSON("region: westeurope\nos: linux\nnodes: 4.5\n", day)), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Messages) != 1 {
		t.Fatalf("messages: %v", answer.Messages)
	}
	m := answer.Messages[0]
	if m.Severity != "error" || m.Code != "BG106" || m.Line != 3 || m.Column != 8 || m.Hint == "" {
		t.Errorf("message %+v", m)
	}
	if len(answer.Files)+len(answer.Verdicts)+len(answer.Report)+len(answer.Picture) != 0 {
		t.Errorf("output beside an error: %+v", answer)
	}
}

// TestJSONHasNoNull holds what the script of the page relies on: lists are lists.
func TestJSONHasNoNull(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"", "region: westeurope\nos: linux\nnodes: 20\n"} {
		if answer := page.JSON(source, day); strings.Contains(answer, ":null") {
			t.Errorf("null in %.200s", answer)
		}
	}
}
