namespace MedTrain;

/// <summary>What the program's exit code tells a script.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The run failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage of the command line, or a config that cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>A patient or an image is in two parts of the split.</summary>
    public const int Leakage = 3;

    /// <summary>Input data cannot be used.</summary>
    public const int BadData = 4;

    /// <summary>Stopped on request with a checkpoint; start again to continue.</summary>
    public const int StartAgain = 75;

    /// <summary>Cancelled with Ctrl-C.</summary>
    public const int Cancelled = 130;

    /// <summary>The table that <c>--help</c> shows.</summary>
    public const string Help =
        "Exit codes: 0 done; 1 failed; 2 wrong usage or config; 3 leakage between parts of the split; 4 input data unusable; "
        + "75 stopped on request, start again; 130 cancelled.";
}
