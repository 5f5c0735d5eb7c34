namespace MedTrain.Configuration;

/// <summary>A piece of YAML with the place where it was written.</summary>
internal abstract record ConfigNode(ConfigOrigin Origin)
{
    /// <summary>How an error message shows the value: its text, shortened; or what kind of thing it is.</summary>
    public abstract string Shown { get; }
}

/// <summary>A single value, before it is known which type it should have.</summary>
/// <param name="Origin">Where it was written.</param>
/// <param name="Text">The text without quotes.</param>
/// <param name="Quoted">Whether it was quoted: a quoted value is never null.</param>
internal sealed record ScalarNode(ConfigOrigin Origin, string Text, bool Quoted) : ConfigNode(Origin)
{
    private const int LongestShown = 80;

    /// <summary>Whether this is YAML's null: nothing at all, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Shown => IsNull ? "nothing" : Text.Length == 0 ? "\"\"" : Shortened(Text.ReplaceLineEndings(" "));

    private static string Shortened(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";
}

/// <summary>A YAML list, <c>[a, b]</c> or lines starting with a dash.</summary>
internal sealed record ListNode(ConfigOrigin Origin, IReadOnlyList<ConfigNode> Items) : ConfigNode(Origin)
{
    /// <inheritdoc/>
    public override string Shown => $"a list of {Items.Count}";
}

/// <summary>A YAML mapping of keys to values, in the order of the file.</summary>
internal sealed record MapNode(ConfigOrigin Origin, IReadOnlyList<MapEntry> Entries) : ConfigNode(Origin)
{
    /// <inheritdoc/>
    public override string Shown =>
        Entries.Count == 0 ? "an empty section" : $"a section with {string.Join(", ", Entries.Take(4).Select(entry => entry.Key.Text))}";
}

/// <summary>One key of a mapping with its value.</summary>
internal sealed record MapEntry(ScalarNode Key, ConfigNode Value);

/// <summary>A value whose problem has been reported already.</summary>
internal sealed record BrokenNode(ConfigOrigin Origin) : ConfigNode(Origin)
{
    /// <inheritdoc/>
    public override string Shown => "an unusable value";
}
