namespace Carillon.BrowserTests;

/// <summary>What people try who want a page to run their words: 200 texts, each of which tells on itself by <c>alert</c> or by a mark on the window.</summary>
internal static class Payloads
{
    private static readonly string[] Acts = ["alert(1)", "window.ran=1", "top['ran']=1", "eval('ran=1')", "import('data:text/javascript,window.ran=1')"];

    private static readonly string[] Shapes =
    [
        "<script>{0}</script>", "</title><script>{0}</script>", "</textarea><script>{0}</script>", "</style><script>{0}</script>", "--><script>{0}</script>",
        "\"><script>{0}</script>", "'><script>{0}</script>", "<img src=x onerror={0}>", "\"><img src=x onerror=\"{0}\">", "'><img src=x onerror='{0}'>",
        "<svg onload={0}>", "<svg><script>{0}</script></svg>", "<svg><animate onbegin={0} attributeName=x dur=1s>", "<math><mtext></mtext><script>{0}</script></math>",
        "<iframe srcdoc=\"<script>parent.{0}</script>\">", "<iframe src=\"javascript:{0}\">", "<object data=\"javascript:{0}\">", "<embed src=\"javascript:{0}\">",
        "<a href=\"javascript:{0}\" autofocus onfocus={0}>x</a>", "<input autofocus onfocus={0}>", "<select autofocus onfocus={0}>", "<details open ontoggle={0}>", "<video><source onerror={0}>",
        "<audio src=x onerror={0}>", "<body onload={0}>", "<marquee onstart={0}>", "<link rel=stylesheet href=\"javascript:{0}\">", "<base href=\"javascript:{0}//\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:{0}\">", "<form action=\"javascript:{0}\"><button autofocus>", "\" onmouseover=\"{0}\" autofocus onfocus=\"{0}\" x=\"",
        "' onfocus='{0}' autofocus x='", "javascript:{0}", "&lt;script&gt;{0}&lt;/script&gt;", "\\u003cscript\\u003e{0}\\u003c/script\\u003e", "{{{{constructor.constructor('{0}')()}}}}",
        "${{{0}}}", "<x/onclick={0} style=animation-name:x>", "<template><script>{0}</script></template>", "<noscript><p title=\"</noscript><img src=x onerror={0}>\">",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Shapes.SelectMany(shape => Acts.Select(act => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, act)))];
}
