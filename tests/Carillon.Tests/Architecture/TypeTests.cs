using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using AwesomeAssertions;

namespace Carillon.Tests.Architecture;

public sealed class TypeTests
{
    private static readonly string[] SaysNothing =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Handler", "Processor", "Info", "Data", "Impl"];

    // Named, not typed: the base classes of pages and of migrations may come and go with their packages.
    private static readonly string[] HeirsByDesign =
    [
        "Microsoft.AspNetCore.Components.ComponentBase",
        "Microsoft.EntityFrameworkCore.Migrations.Migration",
        "Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot",
    ];

    private static readonly IReadOnlyList<Assembly> Product = [Assembly.Load("Carillon"), Assembly.Load("Carillon.Server")];
    private static readonly IReadOnlyList<Type> ProductTypes = [.. Product.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten)];
    private static readonly IReadOnlyList<Type> AllTypes = [.. ProductTypes, .. Assembly.GetExecutingAssembly().GetTypes().Where(IsWritten)];

    [Fact]
    public void Every_class_is_sealed_static_or_abstract() =>
        Lines.Of(AllTypes
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !IsHeirByDesign(type))
            .Select(type => type.FullName))
            .Should().BeEmpty();

    [Fact]
    public void No_name_ends_in_a_word_that_says_nothing()
    {
        var empty =
            from type in AllTypes
            let name = BareName(type)
            from ending in SaysNothing
            where name.EndsWith(ending, StringComparison.Ordinal) && !Ancestors(type).Any(ancestor => BareName(ancestor).EndsWith(ending, StringComparison.Ordinal))
            select type.FullName;

        Lines.Of(empty).Should().BeEmpty();
    }

    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        var silent =
            from assembly in Product
            let said = Summaries(assembly)
            from type in ProductTypes
            where type.Assembly == assembly && type.IsPublic && !IsHeirByDesign(type)
            where !said.Contains("T:" + type.FullName)
            select type.FullName;

        Lines.Of(silent).Should().BeEmpty();
    }

    private static bool IsWritten(Type type) =>
        !type.GetCustomAttributes(inherit: false).Any(attribute => attribute is CompilerGeneratedAttribute or GeneratedCodeAttribute)
        && type.Namespace?.StartsWith("Carillon", StringComparison.Ordinal) is true
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));

    private static bool IsHeirByDesign(Type type) => type.Name is "_Imports" ||
        Ancestors(type).Any(ancestor => HeirsByDesign.Contains(ancestor.FullName));

    /// <summary>Base types and interfaces that are not ours.</summary>
    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (!IsOurs(ancestor))
            {
                yield return ancestor;
            }
        }

        foreach (var promise in type.GetInterfaces().Where(promise => !IsOurs(promise)))
        {
            yield return promise;
        }
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Carillon", StringComparison.Ordinal) is true;

    private static string BareName(Type type) => type.Name.Split('`')[0];

    private static HashSet<string> Summaries(Assembly assembly) =>
    [
        .. XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .Select(member => member.Attribute("name")?.Value ?? ""),
    ];
}
