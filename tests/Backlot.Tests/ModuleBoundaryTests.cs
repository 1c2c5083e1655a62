using System.Reflection;
using System.Text.RegularExpressions;
using Backlot.Cli;
using Backlot.Tests.Support;

namespace Backlot.Tests;

/// <summary>The import table of ARCHITECTURE.md and the limits of the house style, read off the sources.</summary>
public sealed partial class ModuleBoundaryTests
{
    private static readonly string[] Foundation = ["Platform", "Accounts", "Jobs"];

    private static readonly Dictionary<string, string[]> MayImport = new()
    {
        ["Platform"] = [],
        ["Accounts"] = ["Platform"],
        ["Jobs"] = ["Platform"],
        ["Generation"] = Foundation,
        ["Rendering"] = Foundation,
        ["Sync"] = Foundation,
        ["Library"] = [.. Foundation, "Generation", "Rendering", "Sync"],
        ["Studio"] = [.. Foundation, "Generation", "Rendering", "Sync", "Library"],
        ["Channels"] = [.. Foundation, "Generation", "Rendering", "Sync", "Library"],
        // Of most of them only what goes over the wire: see below.
        ["Cli"] = [.. Foundation, "Generation", "Rendering", "Sync", "Library", "Studio", "Channels"],
    };

    private const BindingFlags Everything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] BannedSuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Dto", "Service"];

    [Fact]
    public void Every_folder_of_the_server_is_a_module_of_the_table()
    {
        var folders = Sources("src/Backlot").Select(file => Path.GetRelativePath(Root("src/Backlot"), file).Split('/'))
            .Where(path => path.Length > 1).Select(path => path[0]).Distinct();

        Assert.Empty(folders.Except(MayImport.Keys));
    }

    [Fact]
    public void Modules_import_only_what_the_table_lets_them()
    {
        var wrong =
            from module in MayImport.Keys
            from file in Sources($"src/Backlot/{module}")
            from import in Imports(File.ReadAllText(file))
            where import.Module != module && MayImport.ContainsKey(import.Module) && !MayImport[module].Contains(import.Module)
            select $"{Relative(file)} names {import.Module}{(import.Type is { } type ? "." + type : "")}";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Of_modules_above_the_accounts_the_command_line_holds_only_records_and_enums()
    {
        var wrong =
            from type in typeof(CommandLine).Assembly.GetTypes()
            where type.Namespace == typeof(CommandLine).Namespace
            from held in type.GetFields(Everything).Select(field => field.FieldType)
                .Concat(type.GetMethods(Everything).SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
                .Concat(type.GetMethods(Everything).SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
                .SelectMany(Parts)
            let module = held.Namespace?.Split('.') is ["Backlot", var name, ..] ? name : null
            where module is not (null or "Platform" or "Accounts" or "Cli")
            where !held.IsEnum && held.GetMethod("<Clone>$") is null
            select $"{type.FullName} holds a {held.FullName}";

        Assert.Empty(wrong.Distinct());

        static IEnumerable<Type> Parts(Type type) => type.GetGenericArguments().SelectMany(Parts)
            .Append(type.HasElementType ? type.GetElementType() ?? type : type);
    }

    [Fact]
    public void The_command_line_never_touches_the_database_context()
    {
        var wrong = Sources("src/Backlot/Cli").Where(file =>
            DatabaseContext().IsMatch(WithoutComments(File.ReadAllText(file)))).Select(Relative);

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_file_is_longer_than_500_lines() =>
        Assert.Empty(AllSources().Where(file => File.ReadLines(file).Count() > 500).Select(Relative));

    [Fact]
    public void Types_are_named_for_what_they_do()
    {
        var wrong =
            from file in AllSources()
            from Match type in TypeDeclaration().Matches(WithoutComments(File.ReadAllText(file)))
            let name = type.Groups["name"].Value
            where BannedSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal))
            select $"{Relative(file)}: {name}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_is_folded_away() =>
        Assert.Empty(AllSources().Where(file => Region().IsMatch(File.ReadAllText(file))).Select(Relative));

    [Theory]
    [InlineData("using Backlot.Channels;", "Channels", null)]
    [InlineData("using static Backlot.Library.AssetKinds;", "Library", "AssetKinds")]
    [InlineData("using A = Backlot.Library.AssetView;", "Library", "AssetView")]
    [InlineData("var x = global::Backlot.Jobs.JobStatus.Queued;", "Jobs", "JobStatus")]
    [InlineData("var x = Backlot.Platform.Database.BacklotDb;", "Platform", "Database")]
    public void An_import_is_seen_however_it_is_written(string line, string module, string? type) =>
        Assert.Equal((module, type), Assert.Single(Imports(line)));

    private static IEnumerable<(string Module, string? Type)> Imports(string source) =>
        Qualified().Matches(WithoutComments(source)).Select(match =>
            (match.Groups["module"].Value, match.Groups["type"] is { Success: true, Value: var type } ? type : null));

    /// <summary>Line comments and documentation may speak of anything.</summary>
    private static string WithoutComments(string source) => LineComment().Replace(source, "");

    private static IEnumerable<string> AllSources() =>
        ((string[])["src", "tests", "bench"]).SelectMany(Sources);

    private static IEnumerable<string> Sources(string folder) => Directory.Exists(Root(folder))
        ? Directory.EnumerateFiles(Root(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        : [];

    private static string Relative(string file) => Path.GetRelativePath(Root(""), file);

    private static string Root(string path) => Path.Combine(Repository.Root, path);

    [GeneratedRegex(@"\bBacklot\.(?<module>[A-Z]\w*)(\.(?<type>[A-Z]\w*))?")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\b(BacklotDb|Microsoft\.EntityFrameworkCore)\b")]
    private static partial Regex DatabaseContext();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\s+(struct\s+|class\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^\s*#region\b", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^\s*//.*$|(?<=[;{})\s])//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
