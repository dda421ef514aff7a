using System.Data;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Carillon.Storage;

/// <summary>How each engine says what <see cref="SqlTexts"/> promises.</summary>
internal static class SqlTextMapping
{
    private const string SqliteNumber = "carillon_number";
    private const string SqliteDay = "carillon_day";
    private const string SqliteSearched = "carillon_searched";

    /// <summary>On SQLite: its own functions, and three of ours that <see cref="AddTo"/> brings to each connection.</summary>
    public static void MapForSqlite(ModelBuilder model)
    {
        Map(model, nameof(SqlTexts.Folded), arguments => Call("lower", arguments));
        Map(model, nameof(SqlTexts.Number), arguments => Call(SqliteNumber, arguments, typeof(double)));
        Map(model, nameof(SqlTexts.Day), arguments => Call(SqliteDay, arguments));
        Map(model, nameof(SqlTexts.Searched), arguments => Call(SqliteSearched, arguments));
        Map(model, nameof(SqlTexts.Field), arguments => Call("json_extract", [arguments[0], Text($"$.\"{Constant(arguments[1])}\"")]));
    }

    /// <summary>On PostgreSQL: its own functions, with the collation that compares bytes.</summary>
    public static void MapForPostgres(ModelBuilder model)
    {
        Map(model, nameof(SqlTexts.Folded), arguments => Call("lower", [new CollateExpression(arguments[0], "C")]));
        Map(model, nameof(SqlTexts.Field), arguments => Call("json_extract_path_text", [Cast(arguments[0], typeof(string), "json"), arguments[1]]));
        Map(model, nameof(SqlTexts.Number), arguments => Cast(Call("substring", [arguments[0], Text(SqlTexts.NumberPattern)]), typeof(double), "double precision"));
        Map(model, nameof(SqlTexts.Searched), arguments => Call("lower", [arguments.Select(OrEmpty).Aggregate((before, next) => Joined(Joined(before, Text("\n")), next))]));
        Map(model, nameof(SqlTexts.Day), arguments => new CollateExpression(Call("substring", [arguments[0], Text(SqlTexts.DayPattern)]), "C"));
    }

    /// <summary>Gives a connection to SQLite the functions that the engine lacks.</summary>
    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction<string?, double?>(SqliteNumber, SqlTexts.Number, isDeterministic: true);
        connection.CreateFunction<string?, string?>(SqliteDay, SqlTexts.Day, isDeterministic: true);
        connection.CreateFunction<string?, string?, string?, string?, string>(SqliteSearched, SqlTexts.Searched, isDeterministic: true);
    }

    private static void Map(ModelBuilder model, string name, Func<IReadOnlyList<SqlExpression>, SqlExpression> translation) =>
        model.HasDbFunction(Method(name)).HasTranslation(translation);

    private static MethodInfo Method(string name) => typeof(SqlTexts).GetMethod(name) ?? throw new InvalidOperationException($"No such method: {name}.");

    /// <summary>A call that may answer null also where no argument is: a question whether it is null must be put to it, not to its arguments.</summary>
    private static SqlFunctionExpression Call(string name, IReadOnlyList<SqlExpression> arguments, Type? type = null) => new(
        name, arguments, nullable: true, arguments.Select(_ => false), type ?? typeof(string), type is null ? StringTypeMapping.Default : DoubleTypeMapping.Default);

    private static SqlUnaryExpression Cast(SqlExpression value, Type type, string storeType) => new(
        ExpressionType.Convert,
        value,
        type,
        type == typeof(string) ? new StringTypeMapping(storeType, DbType.String) : new DoubleTypeMapping(storeType));

    private static SqlExpression OrEmpty(SqlExpression text) => Call("COALESCE", [text, Text("")]);

    private static SqlBinaryExpression Joined(SqlExpression first, SqlExpression second) =>
        new SqlBinaryExpression(ExpressionType.Add, first, second, typeof(string), StringTypeMapping.Default);

    private static SqlConstantExpression Text(string text) => new(text, typeof(string), StringTypeMapping.Default);

    private static string Constant(SqlExpression name) => name is SqlConstantExpression { Value: string text } ? text : throw new InvalidOperationException("A field's name is a constant of its query.");
}
