using System.Data;
using System.Linq.Expressions;
using System.Reflection;
using Carillon.Primitives;
using Carillon.Storage.Dialects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Carillon.Storage;

/// <summary>How each engine says what <see cref="SqlTexts"/> and <see cref="SqlTimes"/> promise.</summary>
internal static class SqlTextMapping
{
    private const string SqliteNumber = "carillon_number";
    private const string SqliteDay = "carillon_day";
    private const string SqliteSearched = "carillon_searched";
    private const string SqliteFieldNumber = "carillon_field_number";
    private const string SqliteFieldDay = "carillon_field_day";
    private const string SqliteHeld = "carillon_held";
    private const string JsonField = "json_extract_path_text";
    private const string SqliteJsonField = "json_extract";

    /// <summary>On SQLite: its own functions, and functions of ours that <see cref="AddTo"/> brings to each connection.</summary>
    public static void MapForSqlite(ModelBuilder model)
    {
        Map(model, nameof(SqlTexts.Folded), arguments => Call("lower", arguments));
        Map(model, nameof(SqlTexts.IsLike), arguments => Like(arguments[0], arguments[1]));
        Map(model, nameof(SqlTexts.Number), arguments => OfField(arguments[0]) is var (json, mark) ? Call(SqliteFieldNumber, [json, mark], typeof(double)) : NumberOnSqlite(arguments[0]));
        Map(model, nameof(SqlTexts.Day), arguments => OfField(arguments[0]) is var (json, mark) ? Call(SqliteFieldDay, [json, mark]) : Call(SqliteDay, arguments));
        Map(model, nameof(SqlTexts.Searched), arguments => Call(SqliteSearched, arguments));
        Map(model, nameof(SqlTexts.Field), arguments => Call(SqliteJsonField, [arguments[0], Text($"$.\"{Constant(arguments[1])}\"")]));
        MapHeld<ContactId>(model, "BLOB");
        MapHeld<PhoneNumber?>(model, "TEXT");
        MapHalved(model, "pow", at => Divided(Cast(at, typeof(double), "REAL"), Real(1e6)));
    }

    /// <summary>On PostgreSQL: its own functions, with the collation that compares bytes.</summary>
    public static void MapForPostgres(ModelBuilder model)
    {
        Map(model, nameof(SqlTexts.Folded), arguments => Call("lower", [new CollateExpression(arguments[0], "C")]));
        Map(model, nameof(SqlTexts.IsLike), arguments => Like(Call("lower", [new CollateExpression(arguments[0], "C")]), arguments[1]));
        Map(model, nameof(SqlTexts.Field), arguments => Call(JsonField, [Cast(arguments[0], typeof(string), "json"), arguments[1]]));
        Map(model, nameof(SqlTexts.Number), arguments => NumberOnPostgres(Plain(arguments[0])));
        Map(model, nameof(SqlTexts.Searched), arguments => Call("lower", [arguments.Select(OrEmpty).Aggregate((before, next) => Joined(Joined(before, Text("\n")), next))]));
        Map(model, nameof(SqlTexts.Day), arguments => new CollateExpression(DayOnPostgres(Plain(arguments[0])), "C"));
        MapHalved(model, "power", at => Call("date_part", [Text("epoch"), at], typeof(double)));
    }

    /// <summary>Gives a connection to SQLite the functions that the engine lacks.</summary>
    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction<string?, double?>(SqliteNumber, SqlTexts.Number, isDeterministic: true);
        connection.CreateFunction<string?, string?>(SqliteDay, SqlTexts.Day, isDeterministic: true);
        connection.CreateFunction<string?, string?, string?, string?, string>(SqliteSearched, SqlTexts.Searched, isDeterministic: true);

        // Asked of everybody: past the driver, which would make a string, boxes and readers of each value.
        var flags = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC;
        raw.sqlite3_create_function(connection.Handle, SqliteFieldNumber, 2, flags, null, static (context, _, values) =>
        {
            if (PlainField.Number(raw.sqlite3_value_blob(values[0]), raw.sqlite3_value_blob(values[1])) is { } number)
            {
                raw.sqlite3_result_double(context, number);
            }
            else
            {
                raw.sqlite3_result_null(context);
            }
        });
        raw.sqlite3_create_function(connection.Handle, SqliteFieldDay, 2, flags, null, static (context, _, values) =>
        {
            var day = PlainField.Day(raw.sqlite3_value_blob(values[0]), raw.sqlite3_value_blob(values[1]));
            if (day.IsEmpty)
            {
                raw.sqlite3_result_null(context);
            }
            else
            {
                raw.sqlite3_result_text(context, day);
            }
        });

        // What a set has may change from one question to the next: its arguments alone do not say the answer.
        raw.sqlite3_create_function(connection.Handle, SqliteHeld, 2, raw.SQLITE_UTF8, null, static (context, _, values) => Held(context, values));
    }

    private static void Held(sqlite3_context context, sqlite3_value[] values)
    {
        try
        {
            raw.sqlite3_result_int(context, HeldSets.Has(raw.sqlite3_value_int64(values[0]), raw.sqlite3_value_blob(values[1])) ? 1 : 0);
        }
        catch (Exception wrong)
        {
            // Nothing may be thrown through the engine, whatever it is: it ends the question with what is said here.
            raw.sqlite3_result_error(context, wrong.Message);
        }
    }

    /// <summary>An own field: the object that it stands in, and what stands before its value there.</summary>
    private static (SqlExpression Json, SqlExpression Mark)? OfField(SqlExpression text) =>
        text is SqlFunctionExpression { Name: SqliteJsonField, Arguments: [var json, SqlConstantExpression { Value: string path }] }
            ? (json, Text(PlainField.Mark(path[3..^1])))
            : null;

    /// <summary>Digits alone, which most are, need none of our functions: a call of those costs more than all the rest.</summary>
    private static CaseExpression NumberOnSqlite(SqlExpression text) => new(
        [new CaseWhenClause(And(Same(Sure("glob", [Text("*[^0-9]*"), text], IntTypeMapping.Default), Whole(0)), Between(Sure("length", [text], IntTypeMapping.Default), 1, SqlTexts.MostDigits)), Cast(text, typeof(double), "REAL"))],
        Call(SqliteNumber, [text], typeof(double)));

    /// <summary>
    /// An own field as it stands between its quotes, without reading the whole object as JSON. Letters that are not ASCII, quotes and signs stand there escaped,
    /// so this serves only to look for digits, points and dashes; and quotes stand nowhere but around names and values, so it is found by its name.
    /// </summary>
    private static SqlExpression Plain(SqlExpression text) =>
        text is SqlFunctionExpression { Name: JsonField, Arguments: [SqlUnaryExpression { Operand: var json }, SqlConstantExpression { Value: string name }] }
            ? Sure("split_part", [Sure("split_part", [json, Text(PlainField.Mark(name)), Whole(2)]), Text("\""), Whole(1)])
            : text;

    /// <summary>Digits alone, one to fifteen, are told by one look, each taken for a zero; only what has a point or a sign beside them is compared with the pattern, which takes ten times as long.</summary>
    private static CaseExpression NumberOnPostgres(SqlExpression text)
    {
        var zeros = new InExpression(Sure("translate", [text, Text("0123456789"), Text("0000000000")]), [.. Enumerable.Range(1, SqlTexts.MostDigits).Select(length => Text(new string('0', length)))], BoolTypeMapping.Default);
        var rest = Sure("translate", [text, Text("0123456789"), Text("")]);
        return new CaseExpression(
        [
            new CaseWhenClause(zeros, Cast(text, typeof(double), "double precision")),
            new CaseWhenClause(
                Or(Same(rest, Text(".")), Or(Same(rest, Text("-")), Same(rest, Text("-.")))),
                Cast(Call("substring", [text, Text(SqlTexts.NumberPattern)]), typeof(double), "double precision")),
        ]);
    }

    /// <summary>Ten letters of which eight are digits and the others dashes in their places.</summary>
    private static CaseExpression DayOnPostgres(SqlExpression text)
    {
        var day = Sure("left", [text, Whole(10)]);
        return new CaseExpression(
        [
            new CaseWhenClause(
                And(Same(Sure("translate", [day, Text("0123456789"), Text("")]), Text("--")), And(Same(Sure("substr", [day, Whole(5), Whole(1)]), Text("-")), And(Same(Sure("substr", [day, Whole(8), Whole(1)]), Text("-")), Same(Sure("length", [day], IntTypeMapping.Default), Whole(10))))),
                day),
        ]);
    }

    private static SqlBinaryExpression Binary(ExpressionType type, SqlExpression left, SqlExpression right) => new(type, left, right, typeof(bool), BoolTypeMapping.Default);

    private static SqlBinaryExpression And(SqlExpression left, SqlExpression right) => Binary(ExpressionType.AndAlso, left, right);

    private static SqlBinaryExpression Or(SqlExpression left, SqlExpression right) => Binary(ExpressionType.OrElse, left, right);

    private static SqlBinaryExpression Same(SqlExpression left, SqlExpression right) => Binary(ExpressionType.Equal, left, right);

    private static SqlBinaryExpression Between(SqlExpression length, int least, int most) =>
        And(Binary(ExpressionType.GreaterThanOrEqual, length, Whole(least)), Binary(ExpressionType.LessThanOrEqual, length, Whole(most)));

    private static SqlConstantExpression Whole(int number) => new(number, typeof(int), IntTypeMapping.Default);

    /// <summary>A call that is compared only where null is as good as no.</summary>
    private static SqlFunctionExpression Sure(string name, IReadOnlyList<SqlExpression> arguments, RelationalTypeMapping? mapping = null) =>
        new(name, arguments, nullable: false, arguments.Select(_ => false), mapping?.ClrType ?? typeof(string), mapping ?? StringTypeMapping.Default);

    private static void MapHeld<T>(ModelBuilder model, string storeType)
    {
        var function = model.HasDbFunction(typeof(HeldSets).GetMethod(nameof(HeldSets.IsHeld), [typeof(long), typeof(T)]) ?? throw new InvalidOperationException("No such method."));
        function.HasParameter("key").HasStoreType(storeType);
        function.HasTranslation(arguments => Sure(SqliteHeld, arguments, BoolTypeMapping.Default));
    }

    private static void MapHalved(ModelBuilder model, string power, Func<SqlExpression, SqlExpression> seconds) =>
        model.HasDbFunction(typeof(SqlTimes).GetMethod(nameof(SqlTimes.Halved)) ?? throw new InvalidOperationException("No such method."))
            .HasTranslation(arguments => Call(
                power, [Real(0.5), Divided(new SqlBinaryExpression(ExpressionType.Subtract, arguments[1], seconds(arguments[0]), typeof(double), DoubleTypeMapping.Default), arguments[2])], typeof(double)));

    private static SqlBinaryExpression Divided(SqlExpression what, SqlExpression by) => new(ExpressionType.Divide, what, by, typeof(double), DoubleTypeMapping.Default);

    private static SqlConstantExpression Real(double number) => new(number, typeof(double), DoubleTypeMapping.Default);

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

    /// <summary>SQLite's own <c>LIKE</c> takes small and capital ASCII letters for the same.</summary>
    private static LikeExpression Like(SqlExpression text, SqlExpression pattern) => new(text, pattern, Text("\\"), BoolTypeMapping.Default);

    private static SqlExpression OrEmpty(SqlExpression text) => Call("COALESCE", [text, Text("")]);

    private static SqlBinaryExpression Joined(SqlExpression first, SqlExpression second) =>
        new SqlBinaryExpression(ExpressionType.Add, first, second, typeof(string), StringTypeMapping.Default);

    private static SqlConstantExpression Text(string text) => new(text, typeof(string), StringTypeMapping.Default);

    private static string Constant(SqlExpression name) => name is SqlConstantExpression { Value: string text } ? text : throw new InvalidOperationException("A field's name is a constant of its query.");
}
