package gateway

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Answerer is who wrote an answer, as far as its headers tell.
type Answerer string

// The kinds of Answerer.
const (
	AnsweredUnknown Answerer = ""        // the headers do not tell
	AnsweredService Answerer = "service" // the service behind the gateway
	AnsweredGateway Answerer = "gateway" // the gateway itself; the service never saw the call
	AnsweredBetween Answerer = "between" // a cache, proxy or network on the way
)

// hop is one header that a gateway, proxy or cache put on an answer, and what
// it says.
type hop struct {
	name    string
	value   string // the server's, as received
	meaning string // in our words, "" where the value speaks for itself
}

// hopHeaders are the headers that tell of the way, in the order of telling.
var hopHeaders = []struct {
	name string
	says func(value string) string
}{
	{"X-Kong-Upstream-Latency", func(v string) string { return milliseconds(v, "the service took %s to begin its answer") }},
	{"X-Kong-Proxy-Latency", func(v string) string {
		return milliseconds(v, "the gateway itself took %s before it passed the call on")
	}},
	{"X-Kong-Response-Latency", func(v string) string { return milliseconds(v, "the gateway took %s to answer by itself") }},
	{"X-Kong-Upstream-Status", func(string) string { return "what the service answered to the gateway" }},
	{"X-Kong-Request-Id", requestID},
	{"X-Request-Id", requestID},
	{"X-Correlation-Id", requestID},
	{"Traceparent", requestID},
	{"Server", serverMeaning},
	{"Via", viaMeaning},
	{"Proxy-Status", proxyStatus},
	{"Proxy-Authenticate", func(string) string { return "a proxy on the way wants credentials of its own" }},
	{"CF-Ray", func(string) string { return "it passed through Cloudflare, which knows the call by this" }},
	{"CF-Mitigated", func(string) string { return "Cloudflare held the call up: it wants to see a person" }},
	{"X-Amz-Cf-Id", func(string) string { return "it passed through Amazon CloudFront, which knows the call by this" }},
	{"X-Amzn-Errortype", func(string) string { return "an Amazon gateway refused it" }},
	{"X-Azure-Ref", func(string) string { return "it passed through Azure Front Door, which knows the call by this" }},
	{"X-Served-By", func(string) string { return "the servers of a content network that it passed" }},
	{"X-Cache", cacheMeaning},
	{"Age", func(v string) string { return "a cache has had it for this many seconds" }},
	{"X-RateLimit-Remaining", remaining},
	{"RateLimit-Remaining", remaining},
	{"X-RateLimit-Remaining-Minute", remaining},
	{"Retry-After", func(string) string { return "when the server wants to be asked again" }},
}

// hops lists what the headers of an answer tell of its way.
func hops(h http.Header) []hop {
	var out []hop
	for _, known := range hopHeaders {
		if values := h.Values(known.name); len(values) > 0 {
			value := strings.Join(values, ", ")
			out = append(out, hop{known.name, value, known.says(value)})
		}
	}
	return out
}

// answeredBy tells who wrote an answer, and by what that is known. Kong states
// an upstream latency for what a service answered and a response latency for
// what it answered itself; it names itself as the server only for the latter.
func answeredBy(h http.Header, html bool) (Answerer, string) {
	server := strings.ToLower(h.Get("Server"))
	switch {
	case h.Get("Proxy-Authenticate") != "":
		return AnsweredBetween, "a proxy on the way answered: it asks for credentials of its own (Proxy-Authenticate)"
	case strings.Contains(strings.ToLower(h.Get("X-Cache")), "hit"):
		return AnsweredBetween, "a cache on the way answered (X-Cache): the gateway may not have seen this call"
	case h.Get("X-Kong-Upstream-Latency") != "":
		return AnsweredService, "the service behind the gateway answered: the gateway (Kong) states how long the service took"
	case h.Get("X-Kong-Response-Latency") != "":
		return AnsweredGateway, "the gateway (Kong) answered by itself: it states no upstream latency, so the service never saw the call"
	case strings.HasPrefix(server, "kong"):
		return AnsweredGateway, "the gateway (Kong) answered by itself: it names itself as the server, so the service never saw the call"
	case html:
		return AnsweredBetween, "the answer is an HTML page without a header of the gateway: something in between sent it"
	case strings.HasPrefix(server, "cloudflare"), strings.HasPrefix(server, "cloudfront"), strings.HasPrefix(server, "akamaighost"):
		return AnsweredUnknown, "no header of the gateway came with it: the content network may have answered by itself"
	case h.Get("Via") != "" || h.Get("Proxy-Status") != "":
		return AnsweredUnknown, "it came through something in between; who wrote it, the headers do not tell"
	}
	return AnsweredUnknown, "no header tells who wrote it"
}

func milliseconds(value, says string) string {
	n, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil || n < 0 {
		return ""
	}
	return fmt.Sprintf(says, strconv.Itoa(n)+" ms")
}

func requestID(string) string {
	return "the name of this call in the server's logs: quote it when you ask"
}

func serverMeaning(value string) string {
	name, _, _ := strings.Cut(strings.ToLower(value), "/")
	switch name {
	case "kong":
		return "the gateway's own software"
	case "sandbox":
		return "gatehouse's own sandbox"
	case "nginx", "openresty", "apache", "envoy", "istio-envoy", "haproxy", "squid", "varnish", "microsoft-iis", "awselb", "zscaler", "bigip", "big-ip", "fortigate", "mcafee web gateway":
		return "a web server or proxy; the gateway may stand behind it"
	case "cloudflare", "cloudfront", "akamaighost":
		return "a content network in front of the gateway"
	}
	return ""
}

// viaMeaning reads RFC 9110 section 7.6.3: protocol and name of each hop.
func viaMeaning(value string) string {
	var names []string
	for _, part := range strings.Split(value, ",") {
		if fields := strings.Fields(part); len(fields) >= 2 {
			names = append(names, fields[1])
		}
	}
	switch {
	case len(names) == 0:
		return "it passed through something in between"
	case len(names) > 4:
		return fmt.Sprintf("it passed through %d hops", len(names))
	}
	return "it passed through " + strings.Join(names, ", then ")
}

func cacheMeaning(value string) string {
	value = strings.ToLower(value)
	switch {
	case strings.Contains(value, "hit"):
		return "a cache had the answer: the gateway may not have seen this call"
	case strings.Contains(value, "miss"):
		return "a cache on the way did not have it and asked on"
	case strings.Contains(value, "error"):
		return "a content network made this answer up because it got none"
	}
	return "a cache is on the way"
}

func remaining(value string) string {
	if first, _, _ := strings.Cut(value, ","); strings.TrimSpace(first) == "0" {
		return "the allowance is used up"
	}
	return "calls that are still allowed for now"
}

// proxyFaults are the error types of Proxy-Status (RFC 9209 section 2.3).
var proxyFaults = map[string]string{
	"dns_timeout":               "its look-up of the next host took too long",
	"dns_error":                 "its look-up of the next host failed",
	"destination_not_found":     "it does not know where to pass the call",
	"destination_unavailable":   "it holds the next host for out of order",
	"destination_ip_prohibited": "it may not connect to the next host",
	"destination_ip_unroutable": "it knows no route to the next host",
	"connection_refused":        "the next host refused the connection",
	"connection_terminated":     "the next host closed the connection before an answer was whole",
	"connection_timeout":        "it could not connect to the next host in time",
	"connection_read_timeout":   "the next host did not answer in time",
	"connection_write_timeout":  "the next host did not take the request in time",
	"connection_limit_reached":  "it has too many connections",
	"tls_protocol_error":        "TLS with the next host failed",
	"tls_certificate_error":     "it does not accept the next host's certificate",
	"tls_alert_received":        "the next host broke off TLS",
	"http_request_error":        "it does not accept the request and did not pass it on",
	"http_request_denied":       "it may not pass this request on",
	"http_response_incomplete":  "the next host's answer was not whole",
	"http_response_timeout":     "the next host's answer took too long",
	"http_protocol_error":       "the next host's answer is not HTTP",
	"proxy_internal_response":   "it made the answer itself",
	"proxy_internal_error":      "it failed",
	"proxy_configuration_error": "it is set up wrongly",
	"proxy_loop_detected":       "the request came back to it in a circle",
}

// proxyStatus reads the last member of Proxy-Status: the hop next to us.
func proxyStatus(value string) string {
	members := strings.Split(value, ",")
	name, parameters, _ := strings.Cut(strings.TrimSpace(members[len(members)-1]), ";")
	says := ""
	for _, p := range strings.Split(parameters, ";") {
		key, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		v = strings.Trim(v, `" `)
		switch key {
		case "error":
			says = firstOf(proxyFaults[v], "it reports "+v)
		case "received-status":
			says = firstOf(says, "the next host answered "+v)
		}
	}
	if says == "" {
		return "what " + strings.Trim(name, `"`) + " did with the call"
	}
	return strings.Trim(name, `"`) + ": " + says
}
