namespace Carillon.Storage.Dialects;

/// <summary>
/// The change of one message on SQLite, naming only the columns that change: the engine works through every column that is named and
/// every index over one, changed or not.
/// </summary>
internal static class MessageUpdate
{
    private static readonly string[] Columns =
        ["provider_message_id", "body", "segments", "attempts", "due_at", "sent_at", "delivered_at", "spent", "reason", "error_code", "error_text"];

    /// <summary>These three tell of the status, and go with it where nothing new is said.</summary>
    private const int FirstOfStatus = 8;

    private static readonly string?[] Texts = new string[1 << Columns.Length];

    /// <summary>Changes the row at its place in the table.</summary>
    public static void Run(SqliteStatements statements, long row, MessageChange change, DateTimeOffset now)
    {
        var named = 0;
        Name(0, change.ProviderMessageId is not null);
        Name(1, change.Body is not null);
        Name(2, change.Segments is not null);
        Name(3, change.Attempts is not null);
        Name(4, change.DueAt is not null);
        Name(5, change.SentAt is not null);
        Name(6, change.DeliveredAt is not null);
        Name(7, change.Spent is not null);
        Name(8, change.Reason is not null);
        Name(9, change.Error.Code is not null);
        Name(10, change.Error.Text is not null);
        var statement = statements.Prepare(Texts[named] ??= Text(named), int.PopCount(named) + 3).Set(1, row).Set(2, StoredNames.Of(change.Status)).Set(3, now);
        var place = 4;
        for (var column = 0; column < Columns.Length; column++)
        {
            if ((named & (1 << column)) != 0)
            {
                _ = column switch
                {
                    0 => statement.Set(place, change.ProviderMessageId),
                    1 => statement.Set(place, change.Body),
                    2 => statement.Set(place, change.Segments),
                    3 => statement.Set(place, change.Attempts),
                    4 => statement.Set(place, change.DueAt),
                    5 => statement.Set(place, change.SentAt),
                    6 => statement.Set(place, change.DeliveredAt),
                    7 => statement.Set(place, change.Spent),
                    8 => statement.Set(place, change.Reason),
                    9 => statement.Set(place, change.Error.Code),
                    _ => statement.Set(place, change.Error.Text),
                };
                place++;
            }
        }

        statement.Execute();

        void Name(int column, bool isNamed) => named |= isNamed ? 1 << column : 0;
    }

    private static string Text(int named)
    {
        var place = 4;
        var sets = Columns.Select((column, i) => (named & (1 << i)) != 0 ? $", {column} = ${place++}" : i < FirstOfStatus ? "" : $", {column} = NULL");
        return $"UPDATE outbound_message SET status = $2, changed_at = $3{string.Concat(sets)} WHERE rowid = $1";
    }
}
