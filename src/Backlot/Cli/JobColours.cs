namespace Backlot.Cli;

/// <summary>The colours of a job's states and of the outcomes of its runs, in the terminal's own palette.</summary>
internal static class JobColours
{
    public static string Of(string state) => state switch
    {
        "completed" => "green",
        "failed" => "red",
        "running" or "retry" => "yellow",
        "worker gone" or "deadline passed" or "no progress" => "red",
        "cancelled" or "handed back" => "grey",
        "parked" => "blue",
        _ => "default",
    };
}
