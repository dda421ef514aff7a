using System.Text;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using Carillon.Access;
using Carillon.Compliance.Programmes;
using Carillon.Primitives;
using Carillon.Receiving.Joining;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Receiving.Joining;

/// <summary>
/// The public page on which somebody agrees to texts. Plain HTML without scripts; the box is never ticked beforehand; what the page
/// answers does not tell whether a number is known.
/// </summary>
public static class JoinPage
{
    private const int VisitsOfAWindow = 10;
    private const int MostLetters = 500;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly PartitionedRateLimiter<string> Limiter = PartitionedRateLimiter.Create<string, string>(visitor =>
        RateLimitPartition.GetFixedWindowLimiter(visitor, _ => new FixedWindowRateLimiterOptions { PermitLimit = VisitsOfAWindow, Window = Window }));

    /// <summary>Maps it.</summary>
    public static void MapJoinPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/join/{slug}", ShowAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
        routes.MapPost("/join/{slug}", TakeAsync).WithMetadata(new AllowAnonymousAttribute()).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(string slug, FormJoin join, CancellationToken cancellationToken) =>
        await join.FindAsync(slug, cancellationToken) is { } found ? Html(Form(found.Form, found.Workspace, null, "")) : Gone();

    private static async Task<IResult> TakeAsync(string slug, HttpContext context, FormJoin join, CancellationToken cancellationToken)
    {
        if (await join.FindAsync(slug, cancellationToken) is not { } found)
        {
            return Gone();
        }

        using var lease = Limiter.AttemptAcquire($"{slug} {context.Connection.RemoteIpAddress}");
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Html(Page(found.Form.Heading, "<p>That was a bit often. Please try again in ten minutes.</p>"), StatusCodes.Status429TooManyRequests);
        }

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        var text = form["phone"].ToString();
        if (form["website"].Count > 0 && form["website"].ToString().Length > 0)
        {
            return Html(Page(found.Form.Heading, Thanks(found.Form)));
        }

        if (!PhoneNumber.TryParse(text, found.Workspace.DefaultRegion, out var phone) && !PhoneNumber.TryParseE164(text.Trim(), out phone))
        {
            return Html(Form(found.Form, found.Workspace, "Please enter your mobile phone number.", text), StatusCodes.Status422UnprocessableEntity);
        }

        if (form["agree"] != "yes" || form["version"] != found.Form.Version.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            var words = form["agree"] == "yes" ? "The words below changed a moment ago: please read them again." : "Please tick the box if you agree.";
            return Html(Form(found.Form, found.Workspace, words, text), StatusCodes.Status422UnprocessableEntity);
        }

        var agent = context.Request.Headers.UserAgent.ToString();
        var visit = new FormVisit(
            $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}",
            context.Connection.RemoteIpAddress?.ToString(),
            agent.Length > MostLetters ? agent[..MostLetters] : agent);
        await join.SubmitAsync(found.Form, found.Workspace, phone, visit, cancellationToken);
        return Html(Page(found.Form.Heading, Thanks(found.Form)));
    }

    private static string Thanks(OptInForm form) => form.IsDoubleOptIn
        ? "<p role=\"status\"><strong>Nearly done.</strong> If this number can get our texts, one arrives now: reply YES to it within 24 hours. Without that, nothing more comes.</p>"
        : "<p role=\"status\"><strong>Thank you.</strong> If this number can get our texts, a confirmation arrives now. Reply STOP to it at any time to end them.</p>";

    private static string Form(OptInForm form, Workspace workspace, string? problem, string phone)
    {
        var encode = HtmlEncoder.Default;
        var body = new StringBuilder();
        if (problem is not null)
        {
            body.Append("<p class=\"problem\" role=\"alert\" id=\"problem\">").Append(encode.Encode(problem)).Append("</p>");
        }

        body.Append("<form method=\"post\"><input type=\"hidden\" name=\"version\" value=\"").Append(form.Version).Append("\">")
            .Append("<label for=\"phone\">Mobile phone number</label><input id=\"phone\" name=\"phone\" type=\"tel\" autocomplete=\"tel\" inputmode=\"tel\" required maxlength=\"40\" value=\"")
            .Append(encode.Encode(phone)).Append('"').Append(problem is null ? "" : " aria-describedby=\"problem\"").Append('>')
            .Append("<div class=\"trap\" aria-hidden=\"true\"><label for=\"website\">Leave this empty</label><input id=\"website\" name=\"website\" tabindex=\"-1\" autocomplete=\"off\"></div>")
            .Append("<label class=\"agree\"><input type=\"checkbox\" name=\"agree\" value=\"yes\" required><span>").Append(encode.Encode(form.Wording)).Append("</span></label>")
            .Append("<button type=\"submit\">Sign up for texts</button></form><p class=\"small\">");
        Link(body, form.TermsUrl, "Terms");
        Link(body, form.PrivacyUrl, "Privacy policy");
        body.Append("</p><p class=\"small\">").Append(encode.Encode(workspace.Brand.Name ?? workspace.Name));
        if (workspace.Brand.PostalAddress is { Length: > 0 } address)
        {
            body.Append(" · ").Append(encode.Encode(address));
        }

        return Page(form.Heading, body.Append("</p>").ToString());
    }

    private static void Link(StringBuilder body, string? url, string words)
    {
        if (url is not null)
        {
            body.Append("<a href=\"").Append(HtmlEncoder.Default.Encode(url)).Append("\" rel=\"noopener\">").Append(words).Append("</a> ");
        }
    }

    private static string Page(string heading, string body)
    {
        var title = HtmlEncoder.Default.Encode(heading);
        return $$$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{{{title}}}</title>
            <style>
            :root{color-scheme:light dark}*{box-sizing:border-box}
            body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1c2430}
            main{max-width:30rem;margin:0 auto;padding:1.5rem 1.25rem 3rem;background:#fff;min-height:100vh}
            h1{font-size:1.5rem;line-height:1.25;margin:0 0 1.25rem}label{display:block;font-weight:600}
            input[type=tel]{display:block;width:100%;font:inherit;padding:.75rem;margin:.35rem 0 1.25rem;border:1px solid #6b7686;border-radius:.5rem;background:#fff;color:inherit}
            .agree{display:flex;gap:.75rem;align-items:flex-start;font-weight:400;font-size:.95rem}.agree input{width:1.5rem;height:1.5rem;flex:none;margin:.1rem 0 0}
            button{display:block;width:100%;margin:1.5rem 0 1rem;padding:.9rem;font:inherit;font-weight:600;border:0;border-radius:.5rem;background:#1b4fd8;color:#fff;min-height:3rem}
            a{color:#1b4fd8;display:inline-block;padding:.4rem .6rem .4rem 0}:focus-visible{outline:3px solid #f0a500;outline-offset:2px}
            .small{font-size:.9rem;color:#4a5565}.problem{border-left:4px solid #b3261e;padding:.5rem .75rem;background:#fdecea;color:#7a1610}
            .trap{position:absolute;left:-9999px}
            @media (prefers-color-scheme:dark){body{background:#0f141b;color:#e7ebf0}main{background:#171d26}input[type=tel]{background:#0f141b}a{color:#8fb0ff}.small{color:#aab4c2}}
            </style></head><body><main><h1>{{{title}}}</h1>{{{body}}}</main></body></html>
            """;
    }

    private static ContentHttpResult Html(string page, int status = StatusCodes.Status200OK) => TypedResults.Content(page, "text/html; charset=utf-8", Encoding.UTF8, status);

    private static ContentHttpResult Gone() => Html(Page("This form is closed", "<p>There is nothing to sign up for here any more.</p>"), StatusCodes.Status404NotFound);
}
