package gateway

import (
	"net/http"
	"strings"
)

// canary stands for secrets in bodies that must not come out in an error.
const canary = "fakeCanaryToken0123456789"

// replyCase is an answer of a token endpoint and what must be said of it.
type replyCase struct {
	name   string
	status int // zero means 200
	header http.Header
	body   string
	stage  Stage      // "" means a token
	shape  ReplyShape // "" means ShapeObject
	fault  string     // must be part of the fault
	code   string
	words  string // must be part of the description
}

func textHeader(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

func goodReply(members string) string {
	return `{"token_type":"bearer","access_token":"` + canary + `"` + members + `}`
}

func replyCases() []replyCase {
	html := textHeader("Content-Type", "text/html; charset=utf-8")
	return []replyCase{
		{name: "documented", body: goodReply("")},
		{name: "all members", body: goodReply(`,"expires_in":7200,"refresh_token":"fake-refresh","scope":"a b","x":{"y":[1]}`)},
		{name: "type in another case", body: `{"token_type":"BEARER","access_token":"` + canary + `"}`},
		{name: "no type", body: `{"access_token":"` + canary + `"}`},
		{name: "null type", body: `{"token_type":null,"access_token":"` + canary + `"}`},
		{name: "null error", body: goodReply(`,"error":null`)},
		{name: "empty error", body: goodReply(`,"error":"","error_description":""`)},
		{name: "white space around", body: "\r\n\t " + goodReply("") + "\n\n"},
		{name: "JSON called text", header: textHeader("Content-Type", "text/plain"), body: goodReply("")},
		{name: "201", status: 201, body: goodReply("")},
		{name: "same token twice", body: goodReply(`,"access_token":"` + canary + `"`)},
		{name: "every character of the alphabet", body: `{"access_token":"abcXYZ019-._~+/=="}`},
		{name: "escaped key", body: `{"access\u005ftoken":"` + canary + `"}`},
		{name: "nothing in the way of JSON's depth", body: goodReply(`,"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000))},

		{name: "no token", body: `{"token_type":"bearer"}`, stage: StageReply, fault: "no access_token"},
		{name: "empty object", body: `{}`, stage: StageReply, fault: "no access_token"},
		{name: "misspelt", body: `{"Access_Token":"` + canary + `"}`, stage: StageReply, fault: "Access_Token"},
		{name: "empty token", body: `{"access_token":""}`, stage: StageReply, fault: "is empty"},
		{name: "null token", body: `{"access_token":null}`, stage: StageReply, fault: "not a string"},
		{name: "number", body: `{"access_token":12345678}`, stage: StageReply, fault: "not a string"},
		{name: "list", body: `{"access_token":["` + canary + `"]}`, stage: StageReply, fault: "not a string"},
		{name: "object", body: `{"access_token":{"value":"` + canary + `"}}`, stage: StageReply, fault: "not a string"},
		{name: "two tokens", body: goodReply(`,"access_token":"another-fake"`), stage: StageReply, fault: "two different"},
		{name: "CR LF", body: `{"access_token":"` + canary + `\r\nX-Evil: 1"}`, stage: StageReply, fault: "line break at byte 26"},
		{name: "space", body: `{"access_token":"` + canary + ` x"}`, stage: StageReply, fault: "white space"},
		{name: "NUL", body: `{"access_token":"` + canary + `\u0000"}`, stage: StageReply, fault: "control character"},
		{name: "not ASCII", body: `{"access_token":"` + canary + `é"}`, stage: StageReply, fault: "outside ASCII"},
		{name: "broken UTF-8", body: "{\"access_token\":\"" + canary + "\xff\"}", stage: StageReply, fault: "outside ASCII"},
		{name: "quote", body: `{"access_token":"` + canary + `\""}`, stage: StageReply, fault: "outside the token alphabet"},
		{name: "padding inside", body: `{"access_token":"fake=` + canary + `"}`, stage: StageReply, fault: "'=' before its end"},
		{name: "padding only", body: `{"access_token":"=="}`, stage: StageReply, fault: "'=' only"},
		{name: "mac", body: `{"token_type":"mac","access_token":"` + canary + `"}`, stage: StageReply, fault: "mac, not bearer"},
		{name: "DPoP", body: `{"token_type":"DPoP","access_token":"` + canary + `"}`, stage: StageReply, fault: "DPoP, not bearer"},
		{name: "hostile type", body: `{"token_type":"\u001b]0;x\u0007","access_token":"` + canary + `"}`, stage: StageReply, fault: `\x1b`},
		{name: "type is a number", body: `{"token_type":1,"access_token":"` + canary + `"}`, stage: StageReply, fault: "token_type is not a string"},

		{name: "empty", stage: StageReply, shape: ShapeEmpty, fault: "empty body"},
		{name: "white space", body: " \r\n\t", stage: StageReply, shape: ShapeEmpty, fault: "empty body"},
		{name: "204", status: 204, stage: StageReply, shape: ShapeEmpty, fault: "empty body"},
		{name: "HTML", header: html, body: "<!DOCTYPE html><html><head><title>Sign in to\n the Wi-Fi</title></head></html>", stage: StageReply, shape: ShapeHTML, fault: "HTML", words: "Sign in to the Wi-Fi"},
		{name: "HTML by content alone", body: "\n<HTML><Title>x</tItLe>", stage: StageReply, shape: ShapeHTML, fault: "HTML", words: "x"},
		{name: "HTML with no title", header: html, body: "<p>", stage: StageReply, shape: ShapeHTML, fault: "HTML"},
		{name: "XML", body: `<?xml version="1.0"?><Error/>`, stage: StageReply, shape: ShapeXML, fault: "XML"},
		{name: "form", header: textHeader("Content-Type", formType), body: "access_token=" + canary + "&token_type=bearer", stage: StageReply, shape: ShapeForm, fault: "form-encoded"},
		{name: "form, no type", body: "access_token=" + canary + "&expires=1", stage: StageReply, shape: ShapeForm, fault: "form-encoded"},
		{name: "BOM", body: "\ufeff" + goodReply(""), stage: StageReply, shape: ShapeBOM, fault: "byte order mark"},
		{name: "UTF-16", body: "\xff\xfe{\x00}\x00", stage: StageReply, shape: ShapeBOM, fault: "UTF-16"},
		{name: "UTF-16 without mark", body: "\x00{\x00}", stage: StageReply, shape: ShapeBOM, fault: "UTF-16"},
		{name: "text", body: canary, stage: StageReply, shape: ShapeText, fault: "text, not JSON"},
		{name: "JSON string", body: `"` + canary + `"`, stage: StageReply, shape: ShapeJSON, fault: "not an object"},
		{name: "list of one", body: `[` + goodReply("") + `]`, stage: StageReply, shape: ShapeJSON, fault: "not an object"},
		{name: "null", body: `null`, stage: StageReply, shape: ShapeJSON, fault: "not an object"},
		{name: "as printed in the documentation", body: "{\n\"token_type\":\"bearer\"\n\"access_token\":\"" + canary + "\",\n}", stage: StageReply, shape: ShapeBroken, fault: "broken JSON from byte 25"},
		{name: "cut", body: `{"access_token":"` + canary, stage: StageReply, shape: ShapeBroken, fault: "broken JSON"},
		{name: "two documents", body: goodReply("") + goodReply(""), stage: StageReply, shape: ShapeBroken, fault: "broken JSON"},
		{name: "raw control byte", body: "{\"access_token\":\"" + canary + "\n\"}", stage: StageReply, shape: ShapeBroken, fault: "broken JSON"},
		{name: "too deep", body: goodReply(`,"x":` + strings.Repeat("[", 20000)), stage: StageReply, shape: ShapeBroken, fault: "broken JSON"},
		{name: "10 MB", body: goodReply(`,"x":"` + strings.Repeat("y", 10<<20) + `"`), stage: StageReply, shape: ShapeOversize, fault: "longer than 65536"},
		{name: "one byte too long", body: goodReply("") + strings.Repeat(" ", MaxTokenReply+1-len(goodReply(""))), stage: StageReply, shape: ShapeOversize, fault: "longer"},
		{name: "just not too long", body: goodReply("") + strings.Repeat(" ", MaxTokenReply-len(goodReply("")))},
		{name: "gzip", header: textHeader("Content-Encoding", "gzip"), body: "\x1f\x8b\x08\x00", stage: StageReply, shape: ShapeEncoded, fault: "compressed"},

		{name: "redirect", status: 302, header: textHeader("Location", "https://evil.test/a?client_secret="+canary), shape: ShapeEmpty, stage: StageReply, fault: "redirects to https://evil.test/a; the credentials are not sent there"},
		{name: "relative redirect", status: 307, header: textHeader("Location", "../token/?x"), shape: ShapeEmpty, stage: StageReply, fault: "redirects to https://qa.test/streaming-property/v1/token/"},
		{name: "nowhere", status: 303, shape: ShapeEmpty, stage: StageReply, fault: "without saying where"},
		{name: "unreadable", status: 301, header: textHeader("Location", "http://[::1/%zz"), shape: ShapeEmpty, stage: StageReply, fault: "cannot be read"},
		{name: "userinfo", status: 308, header: textHeader("Location", "https://user:"+canary+"@evil.test/"), shape: ShapeEmpty, stage: StageReply, fault: "https://evil.test/;"},

		{name: "error in a 200", body: goodReply(`,"error":"invalid_client","error_description":"no"`), stage: StageRefused, code: "invalid_client", words: "no", fault: "an error in an answer of success"},
		{name: "error object in a 200", body: `{"error":{"code":7,"message":"locked"}}`, stage: StageRefused, words: "locked", fault: "not in RFC 6749"},
		{name: "Kong's invalid_client", status: 400, body: `{"error":"invalid_client","error_description":"Invalid client authentication"}`, stage: StageRefused, code: "invalid_client", words: "Invalid client authentication", fault: "credentials are not accepted"},
		{name: "Basic refused", status: 401, header: textHeader("WWW-Authenticate", `Basic realm="OAuth2.0"`), body: `{"error":"invalid_client"}`, stage: StageRefused, code: "invalid_client", fault: "credentials are not accepted"},
		{name: "no grant", status: 400, body: `{"error":"unsupported_grant_type","error_description":"Invalid grant_type"}`, stage: StageRefused, code: "unsupported_grant_type", fault: "grant_type"},
		{name: "invalid_request", status: 400, body: `{"error":"invalid_request"}`, stage: StageRefused, code: "invalid_request", fault: "not what the endpoint expects"},
		{name: "invalid_grant", status: 400, body: `{"error":"invalid_grant"}`, stage: StageRefused, code: "invalid_grant", fault: "grant is not accepted"},
		{name: "unauthorized_client", status: 400, body: `{"error":"unauthorized_client"}`, stage: StageRefused, code: "unauthorized_client", fault: "may not use"},
		{name: "invalid_scope", status: 400, body: `{"error":"invalid_scope"}`, stage: StageRefused, code: "invalid_scope", fault: "scope"},
		{name: "plain http", status: 400, body: `{"error":"access_denied","error_description":"You must use HTTPS"}`, stage: StageRefused, code: "access_denied", words: "HTTPS", fault: "denies access"},
		{name: "unknown code", status: 400, body: `{"error":"kaputt"}`, stage: StageRefused, code: "kaputt", fault: "calls the request bad"},
		{name: "hostile code", status: 400, body: `{"error":"\u001b[2J","error_description":"\u009b31m \u202e gnp"}`, stage: StageRefused, code: "\x1b[2J", fault: "calls the request bad"},
		{name: "broken code", status: 400, body: "{\"error\":\"\xfa\"}", stage: StageRefused, code: "\ufffd", fault: "calls the request bad"},
		{name: "long words", status: 400, body: `{"error":"invalid_client","error_description":"` + strings.Repeat("é", 5000) + `"}`, stage: StageRefused, code: "invalid_client", fault: "not accepted", words: "é…"},
		{name: "echo", status: 400, body: `{"error":"invalid_client","error_description":"bad secret ` + fakeSecret + `"}`, stage: StageRefused, code: "invalid_client", words: "bad secret ••••", fault: "not accepted"},
		{name: "echo in text", status: 500, body: "client_secret=" + fakeSecret, stage: StageRefused, shape: ShapeText, words: "client_secret=••••", fault: "error of its own"},
		{name: "error with a token beside it", status: 400, body: goodReply(""), stage: StageRefused, fault: "calls the request bad"},
		{name: "GET or a misspelt path", status: 401, header: textHeader("WWW-Authenticate", `Bearer realm="service"`), body: `{"error":"invalid_request","error_description":"The access token is missing"}`, stage: StageRefused, code: "invalid_request", words: "missing", fault: "a call without a token"},
		{name: "the same without challenge", status: 401, body: `{"error_description":"The access token is missing"}`, stage: StageRefused, words: "missing", fault: "a call without a token"},
		{name: "401 and nothing", status: 401, stage: StageRefused, shape: ShapeEmpty, fault: "does not accept the credentials"},
		{name: "no route", status: 404, body: `{"message":"no Route matched with those values"}`, stage: StageRefused, words: "no Route", fault: "nothing is found"},
		{name: "404 page", status: 404, header: html, body: "<html><title>404 Not Found</title>", stage: StageRefused, shape: ShapeHTML, words: "404 Not Found", fault: "a page came"},
		{name: "403 page", status: 403, header: html, body: "<html><title>Forbidden</title>", stage: StageRefused, shape: ShapeHTML, words: "Forbidden", fault: "a page came"},
		{name: "405", status: 405, stage: StageRefused, shape: ShapeEmpty, fault: "takes no POST"},
		{name: "407", status: 407, stage: StageRefused, shape: ShapeEmpty, fault: "proxy wants credentials"},
		{name: "414", status: 414, stage: StageRefused, shape: ShapeEmpty, fault: "URL too long"},
		{name: "429", status: 429, stage: StageRefused, shape: ShapeEmpty, fault: "too many"},
		{name: "teapot", status: 418, stage: StageRefused, shape: ShapeEmpty, fault: "refuses the request"},
		{name: "502 page", status: 502, header: html, body: "<html><title>502 Bad Gateway</title>", stage: StageRefused, shape: ShapeHTML, words: "502 Bad Gateway", fault: "in between"},
		{name: "503 text", status: 503, body: "down\x1b]0;x\x07 for now", stage: StageRefused, shape: ShapeText, words: "down", fault: "not available"},
		{name: "599", status: 599, stage: StageRefused, shape: ShapeEmpty, fault: "the server failed"},
		{name: "400, oversize", status: 400, body: strings.Repeat("x", MaxTokenReply+1), stage: StageRefused, shape: ShapeOversize, fault: "calls the request bad"},
	}
}
