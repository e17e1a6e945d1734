package jsonview

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// program is a regular expression as instructions on bytes, for a [machine]. It matches what the
// expression does in text that is UTF-8.
type program struct {
	insts      []inst
	first      int32
	later      int32 // the instruction that passes a byte for a match to begin later, or -1
	conditions bool  // some instruction is one
	anchored   bool  // it matches only where it begins to read: at the start of a line
	// classes of bytes that nothing in the program tells apart, numbered from 0.
	class   [256]uint8
	classes int
}

// op is what an instruction does.
type op uint8

const (
	opByte      op = iota // takes a byte from lo to hi, goes on at out
	opSplit               // goes on at out, or else at other
	opPass                // goes on at out
	opCondition           // ... where the condition lo, a syntax.EmptyOp, holds
	opMatch
	opFail
)

type inst struct {
	op     op
	lo, hi byte
	out    int32
	other  int32
}

// manyInsts is the largest program that a machine is made for.
const manyInsts = 10_000

// programs makes of an expression a program that finds the end of the first match, reading ahead
// from anywhere, and one that reads back from there to its start. Both are nil when one would be
// too large.
func programs(re *syntax.Regexp) (ahead, back *program) {
	ahead, back = newProgram(re, false), newProgram(backwards(re), true)
	if ahead == nil || back == nil {
		return nil, nil
	}
	return ahead, back
}

func newProgram(re *syntax.Regexp, back bool) *program {
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil
	}
	p := &program{insts: make([]inst, len(prog.Inst)), first: int32(prog.Start), later: -1}
	for i := range prog.Inst {
		if p.add(int32(i), &prog.Inst[i], back); len(p.insts) > manyInsts {
			return nil
		}
	}
	p.anchored = prog.StartCond()&syntax.EmptyBeginText != 0
	if !back && !p.anchored {
		// Matching may begin later: that is the last choice.
		again := p.emit(inst{op: opSplit, out: p.first})
		p.later = p.emit(inst{op: opByte, hi: 0xff, out: again})
		p.insts[again].other = p.later
		p.first = again
	}
	p.classify()
	return p
}

func (p *program) emit(in inst) int32 {
	p.insts = append(p.insts, in)
	return int32(len(p.insts) - 1)
}

// add translates one instruction.
func (p *program) add(i int32, in *syntax.Inst, back bool) {
	out := inst{out: int32(in.Out), other: int32(in.Arg)}
	switch in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		out.op = opSplit
	case syntax.InstCapture, syntax.InstNop:
		out.op = opPass
	case syntax.InstMatch:
		out.op = opMatch
	case syntax.InstFail:
		out.op = opFail
	case syntax.InstEmptyWidth:
		out.op, out.lo = opCondition, byte(in.Arg)
		p.conditions = true
	default:
		p.addRunes(i, in, back)
		return
	}
	p.insts[i] = out
}

// addRunes makes instruction i a choice among the sequences of bytes that encode the runes of in.
func (p *program) addRunes(i int32, in *syntax.Inst, back bool) {
	var seqs []byteSeq
	ranges := runesOf(in)
	for j := 0; j < len(ranges); j += 2 {
		seqs = appendSeqs(seqs, ranges[j], ranges[j+1])
	}
	p.insts[i] = inst{op: opFail}
	for j, seq := range seqs {
		if back {
			slices.Reverse(seq)
		}
		next := int32(in.Out)
		for k := len(seq) - 1; k > 0; k-- {
			next = p.emit(inst{op: opByte, lo: seq[k].lo, hi: seq[k].hi, out: next})
		}
		first := inst{op: opByte, lo: seq[0].lo, hi: seq[0].hi, out: next}
		if j+1 == len(seqs) {
			p.insts[i] = first
			return
		}
		p.insts[i] = inst{op: opSplit, out: p.emit(first)}
		p.insts[i].other = p.emit(inst{})
		i = p.insts[i].other
	}
}

// runesOf is the ranges of runes that an instruction takes.
func runesOf(in *syntax.Inst) []rune {
	switch in.Op {
	case syntax.InstRuneAny:
		return []rune{0, unicode.MaxRune}
	case syntax.InstRuneAnyNotNL:
		return []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}
	}
	if len(in.Rune) != 1 {
		return in.Rune
	}
	r := in.Rune[0]
	out := []rune{r, r}
	if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
		for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
			out = append(out, c, c)
		}
	}
	return out
}

// byteSeq is a range of bytes for each byte of an encoded rune.
type byteSeq []byteRange

type byteRange struct{ lo, hi byte }

// appendSeqs appends the sequences that encode the runes from lo to hi. A range is split until
// the first and the last rune differ in whole bytes at the end only.
func appendSeqs(dst []byteSeq, lo, hi rune) []byteSeq {
	if lo > hi {
		return dst
	}
	split := func(last rune) []byteSeq { return appendSeqs(appendSeqs(dst, lo, last), last+1, hi) }
	const surrogates, afterSurrogates = 0xd800, 0xe000
	if lo < afterSurrogates && hi >= surrogates {
		return appendSeqs(appendSeqs(dst, lo, surrogates-1), afterSurrogates, hi)
	}
	for _, last := range []rune{0x7f, 0x7ff, 0xffff} {
		if lo <= last && last < hi {
			return split(last)
		}
	}
	for bits := 6; bits <= 18 && hi >= utf8.RuneSelf; bits += 6 {
		low := rune(1)<<bits - 1
		if lo&^low == hi&^low {
			continue
		}
		if lo&low != 0 {
			return split(lo | low)
		}
		if hi&low != low {
			return split(hi&^low - 1)
		}
	}
	first, last := utf8.AppendRune(nil, lo), utf8.AppendRune(nil, hi)
	seq := make(byteSeq, len(first))
	for i := range first {
		seq[i] = byteRange{first[i], last[i]}
	}
	return append(dst, seq)
}

// classify numbers the bytes by what the instructions tell apart.
func (p *program) classify() {
	var border [257]bool
	for _, in := range p.insts {
		if in.op == opByte {
			border[in.lo], border[int(in.hi)+1] = true, true
		}
	}
	n := 0
	for c := range p.class {
		if c > 0 && (border[c] || p.conditions && besideOf(byte(c)) != besideOf(byte(c-1))) {
			n++
		}
		p.class[c] = uint8(n)
	}
	p.classes = n + 1
}

// backwards is an expression for the same texts read from their ends.
func backwards(re *syntax.Regexp) *syntax.Regexp {
	out := *re
	switch re.Op {
	case syntax.OpLiteral:
		out.Rune = slices.Clone(re.Rune)
		slices.Reverse(out.Rune)
	case syntax.OpBeginText:
		out.Op = syntax.OpEndText
	case syntax.OpEndText:
		out.Op = syntax.OpBeginText
	case syntax.OpBeginLine:
		out.Op = syntax.OpEndLine
	case syntax.OpEndLine:
		out.Op = syntax.OpBeginLine
	}
	out.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, sub := range re.Sub {
		at := i
		if re.Op == syntax.OpConcat {
			at = len(re.Sub) - 1 - i
		}
		out.Sub[at] = backwards(sub)
	}
	return &out
}
