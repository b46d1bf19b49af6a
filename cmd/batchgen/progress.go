package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

const (
	// progressFrom is how many intents a call has at least that shows its progress.
	progressFrom = 21
	// progressAfter is how long a call goes on before it does, progressEvery how
	// often it does then.
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// progress shows on a terminal how many intents are done, in one line that is
// drawn over.
type progress struct {
	// drawing is held while the line changes, and for good after stop.
	drawing     sync.Mutex
	out         io.Writer
	now         func() time.Time
	total, done int
	// show tells that anybody wants to see it.
	show bool
	// next is when the line is drawn again.
	next time.Time
	// width of what is drawn, 0 for nothing.
	width int
}

// newProgress begins to count up to total. Only a person at a terminal is shown
// anything: a log is not, nor a continuous integration, which may have terminals.
func (a *App) newProgress(total int) *progress {
	p := &progress{
		out: a.Err, now: a.Now, total: total, next: a.Now().Add(progressAfter),
		show: total >= progressFrom && a.Terminal(a.Err) && a.Getenv("CI") == "",
	}
	a.progress.Store(p)
	return p
}

// step counts one intent and draws the line when it is time.
func (p *progress) step() {
	p.drawing.Lock()
	defer p.drawing.Unlock()
	p.done++
	if !p.show || p.now().Before(p.next) {
		return
	}
	p.next = p.now().Add(progressEvery)
	text := fmt.Sprintf("%d of %d intents", p.done, p.total)
	_, _ = io.WriteString(p.out, "\r"+text)
	p.width = len(text) // it never becomes shorter
}

// clear takes the line away.
func (p *progress) clear() {
	p.drawing.Lock()
	defer p.drawing.Unlock()
	p.erase()
}

// stop takes the line away for good.
func (p *progress) stop() {
	p.drawing.Lock()
	p.erase()
}

func (p *progress) erase() {
	if p.width == 0 {
		return
	}
	_, _ = io.WriteString(p.out, "\r"+strings.Repeat(" ", p.width)+"\r")
	p.width = 0
}
