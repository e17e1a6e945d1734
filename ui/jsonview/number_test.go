package jsonview

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"
	"testing"
)

// naiveNumber is a number as its sign, its digits without zeros around them, and the exponent
// that it then has as a fraction 0.digits.
func naiveNumber(s string) (sign int, digits string, exponent *big.Int) {
	mantissa, e, _ := strings.Cut(strings.ToLower(s), "e")
	exponent, _ = new(big.Int).SetString("0"+strings.TrimLeft(e, "+-"), 10)
	if strings.HasPrefix(e, "-") {
		exponent.Neg(exponent)
	}
	sign = 1
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = -1, mantissa[1:]
	}
	before, after, _ := strings.Cut(mantissa, ".")
	all := strings.TrimLeft(before+after, "0")
	exponent.Add(exponent, big.NewInt(int64(len(all)-len(after))))
	if digits = strings.TrimRight(all, "0"); digits == "" {
		return 0, "", new(big.Int)
	}
	return sign, digits, exponent
}

func naiveCompareNumbers(a, b string) int {
	sign, digits, exponent := naiveNumber(a)
	signB, digitsB, exponentB := naiveNumber(b)
	if sign != signB {
		return cmp.Compare(sign, signB)
	}
	return sign * cmp.Or(exponent.Cmp(exponentB), cmp.Compare(digits, digitsB))
}

// checkNumbers compares two numbers with the reference in all ways that there are.
func checkNumbers(t *testing.T, a, b string) {
	t.Helper()
	want := naiveCompareNumbers(a, b)
	x, y := numeralOf([]byte(a)), numeralOf([]byte(b))
	if got := x.compare(y); got != want {
		t.Errorf("%s and %s: %d, want %d", a, b, got, want)
	}
	if got := y.compare(x); got != -want {
		t.Errorf("%s and %s: %d, want %d", b, a, got, -want)
	}
	var h hasher
	h.seed(nil)
	if same := h.number(x) == h.number(y); same != (want == 0) {
		t.Errorf("%s and %s have the same hash: %v", a, b, same)
	}
	for depth := range deepestHead {
		j, jWhole := numberHead([]byte(a))
		k, kWhole := numberHead([]byte(b))
		if depth > 0 {
			j, jWhole = x.head(depth)
			k, kWhole = y.head(depth)
		}
		if j < k && want >= 0 || j > k && want <= 0 || j == k && jWhole && kWhole && want != 0 {
			t.Errorf("%s and %s: heads %x and %x at depth %d, values %d", a, b, j, k, depth, want)
		}
		if j != k {
			break
		}
	}
}

// borderNumbers are numbers about the borders of what is told in different ways.
func borderNumbers() []string {
	out := []string{
		"0", "-0", "0e99999999999999999999", "0.00", "1", "1.0", "10e-1", "-1", "0.1", "1E+02", "100", "100.5", "12.50e-3", "9007199254740992",
		"9007199254740993", "12345678901234567890", "12345678901234567891", "-12345678901234567891", "1e308", "1e309", "-1e309", "1e-400", "-1e-400",
		"0." + strings.Repeat("0", 120_000) + "1e120001", "1" + strings.Repeat("0", 120_000) + "e-120000", "1" + strings.Repeat("0", 120_000) + "e-120001",
		"1." + strings.Repeat("0", 100) + "1", "1." + strings.Repeat("0", 101) + "1", strings.Repeat("9", 300), strings.Repeat("9", 301),
	}
	for _, e := range []string{
		"100000000000000000", "99999999999999999", "1000000000000000000", "999999999999999999", "999999999999999998", "1000000000000000001",
		"9223372036854775807", "9223372036854775808", "1000000000000000000000000000000000000", "999999999999999999999999999999999999", "1000000000000000000000000000000",
	} {
		for _, m := range []string{"1", "0.1", "-0.10", "12"} {
			out = append(out, m+"e"+e, m+"E+00"+e, m+"e-"+e)
		}
	}
	return out
}

func TestNumbers(t *testing.T) {
	all := borderNumbers()
	for i, a := range all {
		for _, b := range all[i:] {
			if len(a)+len(b) < 1000 || i%4 == 0 {
				checkNumbers(t, a, b)
			}
		}
	}
}

func TestReadingANumberAllocatesNothing(t *testing.T) {
	a, b := []byte("-120.50e-7"), []byte("-1.2050e-000005")
	if n := testing.AllocsPerRun(10, func() {
		if !sameNumber(a, b) {
			t.Fatal("not the same")
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzNumbers compares numbers with the reference, and that with exact fractions.
func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"1", "-0", "0.1", "1e5", "100000", "-12.50e-3", "9007199254740993", "9007199254740992", "0.00", "1E+02"} {
		f.Add(s, "1.0e2")
	}
	for zeros := 16; zeros <= 30; zeros++ {
		e := strings.Repeat("0", zeros)
		f.Add("1e1"+e, "0.1e1"+e[1:]+"1")
		f.Add("10e"+strings.Repeat("9", zeros), "1e1"+e)
		f.Add("-1e-1"+e, "-0.1e-"+strings.Repeat("9", zeros))
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !jsonNumber.MatchString(a) || !jsonNumber.MatchString(b) || len(a) > 1000 || len(b) > 1000 {
			return
		}
		checkNumbers(t, a, b)
		if hugeNumber.MatchString(a + b) {
			return // no work for a fraction
		}
		if got, want := naiveCompareNumbers(a, b), exact(a).Cmp(exact(b)); got != want {
			t.Errorf("%s and %s: the reference says %d, fractions %d", a, b, got, want)
		}
	})
}

// BenchmarkSameNumber has numbers as they are, and one whose exponent is absurd.
func BenchmarkSameNumber(b *testing.B) {
	for _, pair := range [][2]string{
		{"100", "1e2"}, {"19.99", "19.990"}, {"12345678901234567890", "12345678901234567891"}, {"1e" + strings.Repeat("9", 1000), "10e" + strings.Repeat("9", 1000)},
	} {
		x, y := []byte(pair[0]), []byte(pair[1])
		b.Run(fmt.Sprintf("%.12s", pair[0]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sameNumber(x, y)
			}
		})
	}
}
