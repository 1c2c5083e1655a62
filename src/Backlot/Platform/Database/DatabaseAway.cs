using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>What a failure of the database means to work that can wait.</summary>
public static class DatabaseAway
{
    private const int MostTries = 60;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>Does the work again each second while the database is away, for a minute at most.</summary>
    /// <param name="work">Reaches the same end however often it is cut off.</param>
    public static async Task OutlastAsync(Func<Task> work)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception away) when (tries < MostTries && Explains(away))
            {
                await Task.Delay(Again);
            }
        }
    }

    /// <summary>It is gone, starting, stopping or overloaded: the same work may well succeed in a moment.</summary>
    public static bool Explains(Exception failure) => failure switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState[..2] is "57" or "53" or "08",
        NpgsqlException or IOException or TimeoutException => true,
        _ => false,
    };
}
