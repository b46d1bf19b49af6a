package template

// Walk calls visit for e and for every expression below it, in the order that
// they are printed in. References are not followed.
func Walk(e Expr, visit func(Expr)) {
	visit(e)
	switch e := e.(type) {
	case Obj:
		walkProps(e, visit)
	case Arr:
		for _, item := range e {
			Walk(item, visit)
		}
	case Interp:
		for _, part := range e {
			Walk(part, visit)
		}
	case Call:
		for _, arg := range e.Args {
			Walk(arg, visit)
		}
	case Access:
		Walk(e.Of, visit)
	}
}

func walkProps(props []Prop, visit func(Expr)) {
	for _, prop := range props {
		Walk(prop.Key, visit)
		Walk(prop.Value, visit)
	}
}

// Split separates the text from the expressions: texts[0], holes[0], texts[1]
// and so on, with one text more than holes. Texts that follow each other are
// joined, so that a "$" and a "{" which meet are seen together.
func (i Interp) Split() (texts []string, holes []Expr) {
	texts = make([]string, 1, len(i)+1)
	for _, part := range i {
		last := len(texts) - 1
		switch part := part.(type) {
		case Str:
			texts[last] += string(part)
		case Text:
			texts[last] += string(part)
		default:
			holes = append(holes, part)
			texts = append(texts, "")
		}
	}
	return texts, holes
}

// Above is the resource that this one is a child of, nested or not; nil for none.
func (r *Resource) Above() *Resource {
	if r.Outer != nil {
		return r.Outer
	}
	return r.Parent
}

// Root is the outermost resource above r, or r itself: scope and resource group
// of a child are those of its root.
func (r *Resource) Root() *Resource {
	for r.Above() != nil {
		r = r.Above()
	}
	return r
}

// Path is the symbolic name with those of the resources that r is nested in:
// "virtualNetwork::nodeSubnet".
func (r *Resource) Path() string { return r.PathFrom(nil) }

// PathFrom is the shortest name that means r in the body of the resource from,
// or outside of all resources where from is nil. Inside a resource the names of
// what is nested in it, and in the resources around it, are known as they are;
// the innermost wins.
func (r *Resource) PathFrom(from *Resource) string {
	path := r.Symbol
	for outer := r.Outer; outer != nil; r, outer = outer, outer.Outer {
		if means(r, from) {
			break
		}
		path = outer.Symbol + "::" + path
	}
	return path
}

// means reports whether the plain symbol of the nested resource r is known, and
// not hidden, in the body of from.
func means(r, from *Resource) bool {
	for ; from != nil; from = from.Outer {
		for _, child := range from.Children {
			if child.Symbol == r.Symbol {
				return child == r
			}
		}
	}
	return false
}
