package main

// inOrder calls work for 0 to n-1, workers of them at once, and take with each
// result in that order. It holds no more results than there are workers.
func inOrder(n, workers int, work func(i int) outcome, take func(outcome)) {
	// Each result has a channel of its own, and these stand in a queue: the one
	// that is waited for and those behind it make up the workers.
	queue := make(chan chan outcome, workers-1)
	go func() {
		defer close(queue)
		for i := range n {
			result := make(chan outcome, 1)
			queue <- result
			go func() { result <- work(i) }()
		}
	}()
	for result := range queue {
		take(<-result)
	}
}
