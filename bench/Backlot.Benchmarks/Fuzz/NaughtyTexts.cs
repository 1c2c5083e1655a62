namespace Backlot.Benchmarks.Fuzz;

/// <summary>Strings that have broken other people's servers, and numbers. Our own list: each stands for a kind of trouble.</summary>
internal static class NaughtyTexts
{
    /// <summary>As they stand in JSON, with their quotes.</summary>
    public static readonly IReadOnlyList<string> Strings =
    [
        "\"\"", "\" \"", "\"\\u00a0\\u2003\"", "\"\\t\"",
        // halves of surrogate pairs, the wrong way round, and noncharacters
        "\"\\ud800\"", "\"a\\udc00b\"", "\"\\udc00\\ud800\"", "\"\\uffff\\ufffe\"",
        // what PostgreSQL cannot store, and other control characters
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\u0001\\u001f\\u007f\\u0085\"", "\"\\u001b[31mred\"",
        // lines that end headers and logs
        "\"a\\r\\nSet-Cookie: stolen=1\"", "\"a\\nb\"", "\"\\u2028\\u2029\"",
        // from right to left, overrides, joiners, things without width, many marks on one letter
        "\"\\u202eevil\\u202c\"", "\"\\u0645\\u0631\\u062d\\u0628\\u0627\"", "\"\\u200b\\u200d\\ufeff\"", "\"👩‍👩‍👧‍👦\"", "\"Z\\u0351\\u036b\\u0343\\u036a\\u0302\\u036b\"",
        // outside of the basic plane, escaped and not; what grows when its case changes
        "\"🎬𝔅𠜎\"", "\"\\ud83c\\udfac\"", "\"ŉǰΐﬃß\"", "\"İı\"",
        // SQL, patterns, HTML, templates, shells
        "\"'; drop table users; --\"", "\"' or '1'='1\"", "\"%\"", "\"_\"", "\"\\\\\"", "\"$1 {0} %s %n\"",
        "\"<script>alert(1)</script>\"", "\"\\\"><img src=x onerror=alert(1)>\"", "\"{{7*7}}${7*7}#{7*7}\"", "\"$(id)`id`|id;id\"",
        // paths and addresses
        "\"../../../../etc/passwd\"", "\"/etc/passwd\"", "\"/\"", "\"C:\\\\\\\\windows\"", "\"/proc/self/environ\"", "\"/dev/zero\"", "\"-i\"", "\"%2e%2e%2f\"",
        "\"file:///etc/passwd\"", "\"http://169.254.169.254/\"", "\"javascript:alert(1)\"",
        // words that mean something elsewhere
        "\"null\"", "\"undefined\"", "\"NaN\"", "\"true\"", "\"[object Object]\"", "\"CON\"", "\"0\"", "\"1e999\"",
        // times and ids at their ends
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"2026-02-30T00:00:00Z\"", "\"0000-00-00\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "\"{01890a5d-ac96-774b-bcce-b302099a8057}\"",
    ];

    /// <summary>As they stand in JSON, or would if they were allowed there.</summary>
    public static readonly IReadOnlyList<string> Numbers =
    [
        "0", "-0", "-0.0", "-1", "1.0", "1e0", "0.1", "1.5", "2147483647", "2147483648", "-2147483649", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "1e308", "1e309", "1e999", "-1e999", "5e-324", "1e-999", "0.30000000000000004",
        "12345678901234567890123456789012345678901234567890", "NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10", "1_000",
    ];

    /// <summary>As they stand in an address, unescaped.</summary>
    public static readonly IReadOnlyList<string> InAddresses =
    [
        "", " ", "0", "-1", "1", "201", "99999999999999999999", "1.5", "NaN", "null", "true", "'", "\"", "%", "%00", "\0", "\r\nX: y", "../..", "..;/", "a/b", "🎬", "\u202e", "\ud7ff\ue000",
        "*", "?", "#", "&limit=1", "[]", "{}", "$where", "' or 1=1 --", "AAAA", "eyJhbGciOiJub25lIn0.e30.", "00000000-0000-0000-0000-000000000000",
    ];
}
