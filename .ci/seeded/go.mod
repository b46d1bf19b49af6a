// The seeded bugs are a module of their own: no part of batchgen needs them.
module github.com/batchgen/batchgen/.ci/seeded

go 1.26
