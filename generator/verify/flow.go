package verify

import (
	"slices"

	"github.com/batchgen/batchgen/generator/azure"
)

// Kind says what is to be shown of a flow.
type Kind string

// The kinds of flows.
const (
	// Needed flows must get through, every packet of them.
	Needed Kind = "needed"
	// Forbidden flows must not, no packet of them.
	Forbidden Kind = "forbidden"
	// permitted flows may get through; they are exceptions of forbidden ones.
	permitted Kind = "permitted"
)

// Traffic is packets as rules write them.
type Traffic struct {
	// Protocol is "Tcp", "Udp" or "*".
	Protocol string
	// Ports of the destination: "443", "29876-29877", "111,2048,2049" or "*".
	Ports string
	// Peer is the far end: prefixes, service tags or "*", at least one.
	Peer []string
}

// Flow is traffic with a reason to be judged.
type Flow struct {
	// ID is unique in its subnet: "batch-out".
	ID        string
	Kind      Kind
	Direction Direction
	Traffic
	// Except is what a forbidden flow leaves out, because somebody asked for it.
	Except []Traffic
	// Replies says where answers to an inbound flow must leave.
	Replies Replies
	// Later is a protocol that may be needed one day, "" for none: where it is blocked, a note says so.
	Later string
	// Direct tells that the flow must not go through a tunnel.
	Direct bool
	// PastTunnel tells that a forbidden flow is judged by routes: it must not
	// leave straight to the internet.
	PastTunnel bool
	// Exempt tells that Azure lets the flow out of a closed subnet without a way out.
	Exempt bool
	// Assumes are assumptions that the intent states for the flow.
	Assumes []string
	// Unknown says what is missing to judge the flow, "" for nothing.
	Unknown string
	Why     string
	Doc     azure.Doc
}

// Replies says where answers to an inbound flow must leave.
type Replies string

// The ways of replies.
const (
	// RepliesAnyhow follow the call, which is inside the network.
	RepliesAnyhow Replies = ""
	// RepliesInternet must leave straight to the internet from a public IP address.
	RepliesInternet Replies = "internet"
	// RepliesAsCalled may leave by a tunnel if the callers come through it.
	RepliesAsCalled Replies = "as called"
)

// Verdict is what is proven of a flow.
type Verdict string

// The verdicts.
const (
	Pass         Verdict = "PASS"
	Fail         Verdict = "FAIL"
	Inconclusive Verdict = "INCONCLUSIVE"
)

// Result is the verdict on one flow.
type Result struct {
	Subnet  string
	Flow    Flow
	Verdict Verdict
	// Rules and Routes decide the flow, by name.
	Rules, Routes []string
	// Assumptions that a PASS rests on.
	Assumptions []string
	// Because says what is wrong or missing, "" with a PASS.
	Because string
	// CounterExample is a packet that shows it, "" where none does.
	CounterExample string
	// Notes are remarks that do not change the verdict.
	Notes []string
}

// Report is the verdict on a network.
type Report struct {
	Results []Result
}

// Verdict returns the worst verdict of the flows.
func (r Report) Verdict() Verdict {
	worst := Pass
	for _, result := range r.Results {
		switch {
		case result.Verdict == Fail:
			return Fail
		case result.Verdict == Inconclusive:
			worst = Inconclusive
		}
	}
	return worst
}

// Count returns how many flows have a verdict.
func (r Report) Count(v Verdict) int {
	count := 0
	for _, result := range r.Results {
		if result.Verdict == v {
			count++
		}
	}
	return count
}

// add appends a text to a list unless it is there.
func add(list []string, texts ...string) []string {
	for _, text := range texts {
		if text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}
