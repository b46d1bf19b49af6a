// The random comparison with bicepcheck is a module of its own, so that the
// main module needs nothing outside of the repository.
module github.com/batchgen/batchgen/.ci/equal

go 1.26

require (
	bicepcheck v0.0.0
	github.com/batchgen/batchgen v0.0.0
)

replace (
	bicepcheck => ../../../shared/bicepcheck
	github.com/batchgen/batchgen => ../..
)
