using Backlot.Platform;
using Backlot.Platform.Secrets;

namespace Backlot.Tests.Platform.Secrets;

public sealed class RootKeyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backlot-key-").FullName;
    private static readonly string One = Text(1), Two = Text(2), Three = Text(3), Four = Text(4);

    private DataFolder Folder => DataFolder.At(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_can_read_and_later_starts_find_it()
    {
        var made = RootKey.Load(Folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.RootKey));
        Assert.Equal(made.Derive("x"), RootKey.Load(Folder).Derive("x"));
        Assert.Equal(made.Derive("x"), RootKey.Find(Folder, _ => null)!.Derive("x"));
    }

    [Fact]
    public void Looking_for_a_key_makes_none()
    {
        Assert.Null(RootKey.Find(Folder, _ => null));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void Environment_then_named_file_then_credential_then_data_folder()
    {
        var credentials = Directory.CreateDirectory(Path.Combine(_root, "credentials")).FullName;
        var named = Write(Path.Combine(_root, "named"), Two);
        var credential = Write(Path.Combine(credentials, "backlot-root-key"), Three);
        Write(Folder.RootKey, Four);
        var variables = new Dictionary<string, string?>
        {
            ["BACKLOT_ROOT_KEY"] = One, ["BACKLOT_ROOT_KEY_FILE"] = named, ["CREDENTIALS_DIRECTORY"] = credentials,
        };
        var found = new List<(string, string)>();

        foreach (var next in (string[])["BACKLOT_ROOT_KEY", "BACKLOT_ROOT_KEY_FILE", "CREDENTIALS_DIRECTORY", "nothing"])
        {
            var key = RootKey.Find(Folder, name => variables.GetValueOrDefault(name))!;
            found.Add((key.Source, Convert.ToHexString(key.Derive("x"))));
            variables[next] = null;
        }

        Assert.Equal([("BACKLOT_ROOT_KEY", Derived(1)), (named, Derived(2)), (credential, Derived(3)), (Folder.RootKey, Derived(4))], found);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_read_is_refused(UnixFileMode more)
    {
        Write(Folder.RootKey, One);
        File.SetUnixFileMode(Folder.RootKey, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        var failure = Assert.Throws<StartFailed>(() => RootKey.Find(Folder, _ => null));

        Assert.Equal($"The root key in {Folder.RootKey} is open to other users of this machine: close it with chmod 600 {Folder.RootKey}.", failure.Message);
    }

    [Theory]
    [InlineData("BACKLOT_ROOT_KEY")]
    [InlineData("BACKLOT_ROOT_KEY_FILE")]
    public void What_is_no_key_is_a_sentence_that_repeats_nothing_of_it(string name)
    {
        const string text = "c2hvcnQgc2VjcmV0";
        var value = name == "BACKLOT_ROOT_KEY" ? text : Write(Path.Combine(_root, "named"), text);

        var failure = Assert.Throws<StartFailed>(() => RootKey.Find(Folder, asked => asked == name ? value : null));

        Assert.EndsWith("is not base64 of 32 bytes: put back the key this Backlot was started with.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_that_is_not_there_is_a_sentence_and_no_new_key()
    {
        var failure = Assert.Throws<StartFailed>(() => RootKey.Find(Folder, name => name == "BACKLOT_ROOT_KEY_FILE" ? "/nowhere/key" : null));

        Assert.Equal("The root key in /nowhere/key cannot be read: put the file back, or let this user read it.", failure.Message);
    }

    [Fact]
    public void Two_purposes_and_two_salts_share_no_key()
    {
        var root = RootKey.Load(Folder);

        Assert.Equal(4, new[] { root.Derive("a"), root.Derive("b"), root.Derive("a", [1]), root.Derive("a", [2]) }.Select(Convert.ToHexString).Distinct().Count());
    }

    private static string Text(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());

    private string Derived(byte fill) => Convert.ToHexString(
        RootKey.Find(Folder, name => name == "BACKLOT_ROOT_KEY" ? Text(fill) : null)!.Derive("x"));

    private static string Write(string path, string text)
    {
        DataFolder.WriteWhole(path, text + "\n", secret: true);
        return path;
    }
}
