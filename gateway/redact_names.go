package gateway

import (
	"net/url"
	"slices"
	"strings"
)

// SecretName reports whether a header, parameter or field of this name holds a
// secret. Case, hyphens, underscores, dots and percent-escapes do not matter.
func SecretName(name string) bool {
	if strings.ContainsRune(name, '%') {
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
	}
	plain := plainName(name)
	if _, found := slices.BinarySearch(secretNames, plain); found {
		return true
	}
	for _, part := range secretParts {
		if strings.Contains(plain, part) {
			return true
		}
	}
	return false
}

// plainName brings the spellings of a name together: accessToken,
// access_token and Access-Token.
func plainName(name string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c == '-' || c == '_' || c == '.' || c == ' ' || c == '[' || c == ']':
			return -1
		}
		return c
	}, name)
}

// secretParts mark a name as secret wherever they stand in it.
var secretParts = []string{
	"accesskey", "accesstoken", "apikey", "apitoken", "authorization", "authtoken", "bearertoken", "credential",
	"passphrase", "passwd", "password", "privatekey", "refreshtoken", "secret", "securitytoken", "sessiontoken",
	"subscriptionkey",
}

// secretNames are names that are secret as a whole only: "page_token" and
// "signature_type" are not. Sorted, in the spelling of plainName.
var secretNames = []string{
	"assertion", "auth", "authenticationinfo", "authenticitytoken", "authkey", "bearer", "clientassertion",
	"cookie", "cookie2", "csrftoken", "functionskey", "googapikey", "idtoken", "jsessionid", "jwt",
	"oauthtoken", "oauthverifier", "otp", "pass", "phpsessid", "privatetoken", "proxyauth", "pwd", "sas",
	"session", "sessionid", "sessionkey", "setcookie", "setcookie2", "sig", "signature", "signingkey", "ticket",
	"token", "xaccess", "xamzcredential", "xamzncredential", "xamzsecuritytoken", "xamzsignature", "xauth",
	"xauthentication", "xauthkey", "xcsrftoken", "xfunctionskey", "xgitlabtoken", "xgoogiapjwtassertion",
	"xgoogsignature", "xidtoken", "xjwt", "xjwtassertion", "xsession", "xsessionid", "xsrftoken", "xtoken",
	"xuserpass", "xvaulttoken", "xxsrftoken",
}
