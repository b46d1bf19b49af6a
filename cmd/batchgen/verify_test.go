package main

import (
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator/verify"
	"github.com/batchgen/batchgen/schemas"
)

// TestVerdictsFollowTheirSchema prints the verdicts of golden cases as JSON.
func TestVerdictsFollowTheirSchema(t *testing.T) {
	t.Parallel()
	schema := jsonschema.MustCompileString("https://example.com/verify", string(schemas.Verify()))
	for _, name := range []string{
		"minimal", "subnet-existing", "containers-restricted", "simplified-windows-appliance-remote", "endpoint-own-dns", "mount-open-host",
	} {
		_, out, errs := call(t, "", "verify", "--format", "json", filepath.Join("..", "..", "golden", name, "intent.yaml"))
		var value any
		if err := json.Unmarshal([]byte(out), &value); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, errs)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFailuresInPrint(t *testing.T) {
	t.Parallel()
	flow := verify.Flow{
		ID: "internet-in", Kind: verify.Forbidden, Direction: verify.Inbound, Why: "Why.", Doc: "stags",
		Traffic: verify.Traffic{Protocol: "*", Ports: "*", Peer: []string{"Internet"}},
	}
	report := verify.Report{Results: []verify.Result{{
		Subnet: "nodes", Flow: flow, Verdict: verify.Fail, Because: "Open allows it", CounterExample: "TCP 1.0.0.0 to 10.0.0.0 port 22",
		Rules: []string{"Open", "DenyAllInBound"}, Notes: []string{"a note"},
	}}}
	want := `subnet nodes
  FAIL          internet-in: forbidden, inbound any protocol any port from Internet
    because Open allows it
    packet TCP 1.0.0.0 to 10.0.0.0 port 22
    rule Open, DenyAllInBound
    note a note
0 PASS, 1 FAIL, 0 INCONCLUSIVE
`
	if got := string(verdictsText(report)); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got := string(verdictsJSON(report, nil)); !strings.Contains(got, `"counterExample": "TCP 1.0.0.0 to 10.0.0.0 port 22"`) {
		t.Error(got)
	}
	if got := string(verdictsJSON(verify.Report{}, nil)); !strings.Contains(got, `"flows": []`) || !strings.Contains(got, `"findings": []`) {
		t.Error(got)
	}
}

func TestVerifyNoticesAFailedWrite(t *testing.T) {
	t.Parallel()
	var errs strings.Builder
	a := newApp(strings.NewReader(fourLines), &narrow{room: 10, err: io.ErrShortWrite}, &errs)
	if got := a.Run([]string{"batchgen", "verify", "-"}); got != exitIO {
		t.Errorf("exit status %d: %s", got, &errs)
	}
}
