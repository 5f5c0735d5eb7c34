namespace MedTrain.Diagnosis;

/// <summary>One line of <c>medtrain doctor</c>.</summary>
/// <param name="Item">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Remedy">What to do; empty when nothing needs doing.</param>
internal sealed record Finding(string Item, FindingState State, string Value, string Remedy = "");

/// <summary>How a looked-at item is.</summary>
internal enum FindingState
{
    /// <summary>As it should be, or just a fact.</summary>
    Ok,

    /// <summary>MedTrain works, but not as well as it could here.</summary>
    Warning,

    /// <summary>Something that MedTrain needs does not work.</summary>
    Broken,
}
