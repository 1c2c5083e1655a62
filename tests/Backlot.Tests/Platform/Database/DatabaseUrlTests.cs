using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgres://u:p@h:5433/d", "h", 5433, "u", "p", "d")]
    [InlineData("postgresql://u@h/d", "h", 5432, "u", null, "d")]
    [InlineData("postgres://u%40x:p%3A%2Fq@h/d%20d", "h", 5432, "u@x", "p:/q", "d d")]
    [InlineData("postgres://u@/d?host=/run/postgresql", "/run/postgresql", 5432, "u", null, "d")]
    [InlineData("postgres:///d?host=/run/postgresql&user=u", "/run/postgresql", 5432, "u", null, "d")]
    [InlineData("postgres://u@localhost/d?host=/run/postgresql&port=5544", "/run/postgresql", 5544, "u", null, "d")]
    [InlineData("postgres://u@[::1]:5433/d", "::1", 5433, "u", null, "d")]
    [InlineData("Host=h;Port=5433;Username=u;Password=p;Database=d", "h", 5433, "u", "p", "d")]
    public void Both_forms_are_read(string text, string host, int port, string user, string? password, string database)
    {
        var read = DatabaseUrl.Parse(text);

        Assert.Equal((host, port, user, password, database), (read.Host, read.Port, read.Username, read.Password, read.Database));
    }

    [Theory]
    [InlineData("require", SslMode.Require)]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    public void The_names_of_libpq_for_encryption_are_known(string name, SslMode mode) =>
        Assert.Equal(mode, DatabaseUrl.Parse("postgres://u@h/d?sslmode=" + name).SslMode);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mysql://u@h/d")]
    [InlineData("postgres://u@h:notaport/d")]
    [InlineData("postgres://u@h/d?nonsense=1")]
    [InlineData("postgres://u@h/d?sslmode=perhaps")]
    [InlineData("Host=h;Nonsense=1")]
    [InlineData("Host=h;Port=abc")]
    [InlineData("postgres://")]
    [InlineData("postgres:///")]
    public void What_is_neither_is_a_sentence_that_repeats_no_password(string text)
    {
        var failure = Assert.Throws<StartFailed>(() => DatabaseUrl.Parse(text));

        Assert.Equal("DATABASE_URL cannot be read: write it as postgres://user:password@host:5432/database.", failure.Message);
    }
}
