namespace Carillon.Server.Web.Api;

/// <summary>
/// HEAD is answered as GET, and the server leaves the body out. What lies behind asks here where the difference matters: a stream that would never end, a file that
/// is given to nobody.
/// </summary>
internal static class HeadRequest
{
    private static readonly object Mark = new();

    /// <summary>Lets a HEAD go on as the GET that it asks about.</summary>
    public static void AnswerAsGet(HttpContext context)
    {
        context.Items[Mark] = Mark;
        context.Request.Method = HttpMethods.Get;
    }

    /// <summary>Lets a result see that it is a HEAD after all, so that it does not read a file for nobody.</summary>
    public static void AnswerAsHead(HttpContext context) => context.Request.Method = HttpMethods.Head;

    /// <summary>Whether only the head of the answer was asked for.</summary>
    public static bool IsHead(this HttpContext context) => HttpMethods.IsHead(context.Request.Method) || context.Items.ContainsKey(Mark);
}
