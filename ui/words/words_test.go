package words

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	const us, ms, s, m, h = time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour
	for _, c := range []struct{ got, want string }{
		{Took(-s), "0.0 ms"},
		{Took(0), "0.0 ms"},
		{Took(420 * us), "0.4 ms"},
		{Took(949 * us), "0.9 ms"},
		{Took(951 * us), "1 ms"},
		{Took(142*ms + 700*us), "143 ms"},
		{Took(999*ms + 499*us), "999 ms"},
		{Took(999*ms + 500*us), "1.00 s"},
		{Took(9994 * ms), "9.99 s"},
		{Took(9996 * ms), "10.0 s"},
		{Took(12340 * ms), "12.3 s"},
		{Took(59949 * ms), "59.9 s"},
		{Took(59951 * ms), "1m00s"},
		{Took(90 * s), "1m30s"},
		{Took(3599*s + 600*ms), "1h00m"},

		{Count(0, "property", "properties"), "0 properties"},
		{Count(1, "property", "properties"), "1 property"},
		{Count(12, "property", "properties"), "12 properties"},
		{Ago(-h), "just now"},
		{Ago(s), "1s ago"},
		{Ago(m - 1), "59s ago"},
		{Ago(3*m + 59*s), "3m ago"},
		{Ago(24*h - 1), "23h ago"},
		{Ago(76 * h), "3d ago"},
		{Left(-h), "0s"},
		{Left(999 * ms), "0s"},
		{Left(12 * s), "12s"},
		{Left(59*s + 999*ms), "59s"},
		{Left(m), "1m00s"},
		{Left(14*m + 2*s + 900*ms), "14m02s"},
		{Left(h - 1), "59m59s"},
		{Left(7*h + 58*m + 59*s), "7h58m"},
		{Left(24*h - 1), "23h59m"},
		{Left(76*h + 59*m), "3d04h"},

		{Age(-h), "0s"},
		{Age(59*s + 999*ms), "59s"},
		{Age(h - 1), "59m"},
		{Age(24*h - 1), "23h"},
		{Age(24 * h), "1d"},
		{Age(61*24*h + 23*h), "61d"},

		{Seconds(-s), "0.0s"},
		{Seconds(3*s + 449*ms), "3.4s"},
		{Seconds(3*s + 499*ms), "3.4s"},
		{Seconds(59*s + 999*ms), "59.9s"},
		{Seconds(m), "1m00s"},

		{Size(0), "0 B"},
		{Size(999), "999 B"},
		{Size(1000), "1.0 kB"},
		{Size(12_400), "12.4 kB"},
		{Size(999_949), "999.9 kB"},
		{Size(999_950), "1.0 MB"},
		{Size(256 << 20), "268.4 MB"},
		{Size(999_949_999), "999.9 MB"},
		{Size(999_950_000), "1.00 GB"},
		{Size(3_000_000_000), "3.00 GB"},

		{Times(1), "first time"},
		{Times(2), "second time"},
		{Times(3), "third time"},
		{Times(4), "4th time"},
		{Times(11), "11th time"},
		{Times(12), "12th time"},
		{Times(13), "13th time"},
		{Times(21), "21st time"},
		{Times(22), "22nd time"},
		{Times(23), "23rd time"},
		{Times(100), "100th time"},
		{Times(101), "101st time"},
		{Times(111), "111th time"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// TestSizeIsNear reads sizes back: each is within half of its last digit, and
// below a thousand of its unit.
func TestSizeIsNear(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	units := map[string]float64{"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
	for range 20_000 {
		n := int64(math.Pow(10, 12*r.Float64()))
		number, name, _ := strings.Cut(Size(n), " ")
		value, err := strconv.ParseFloat(number, 64)
		unit, known := units[name]
		if err != nil || !known {
			t.Fatalf("%d: %q", n, Size(n))
		}
		if value >= 1000 && name != "GB" {
			t.Errorf("%d is %q", n, Size(n))
		}
		// The point falls before one digit, or two of GB.
		if off := math.Abs(value*unit - float64(n)); off > 0.0500001*unit {
			t.Errorf("%d is %q, which is off by %.0f", n, Size(n), off)
		}
	}
}

// TestGrouped writes numbers as a reader of them would.
func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 812: "812", 1024: "1024", 10000: "10 000", 734604: "734 604", 4734604: "4 734 604"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
	if got := Count(20000, "row", "rows"); got != "20 000 rows" {
		t.Errorf("20000 rows are counted as %q", got)
	}
}

// TestLeftRoundsDown adds up what was written: it is never more than there is,
// and less than one of the smaller unit short.
func TestLeftRoundsDown(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day}
	for range 20_000 {
		d := time.Duration(math.Pow(10, 16*r.Float64()))
		var sum, smallest time.Duration
		for rest := Left(d); rest != ""; {
			end := strings.IndexAny(rest, "smhd")
			var n int
			if _, err := fmt.Sscanf(rest[:end], "%d", &n); err != nil {
				t.Fatalf("%v: %q: %v", d, Left(d), err)
			}
			smallest = units[rest[end]]
			sum += time.Duration(n) * smallest
			rest = rest[end+1:]
		}
		if sum > d || d-sum >= smallest {
			t.Errorf("%v is written %q", d, Left(d))
		}
	}
}

func TestFilesApart(t *testing.T) {
	for _, c := range []struct{ a, b, left, right string }{
		{"old/a.json", "/tmp/b.json", "a.json", "b.json"},
		{"old/a.json", "new/a.json", "old/a.json", "new/a.json"},
		{"a.json", "a.json", "a.json", "a.json"},
	} {
		if got := FilesApart(c.a, c.b); got != [2]string{c.left, c.right} {
			t.Errorf("%s and %s: %q", c.a, c.b, got)
		}
	}
}
