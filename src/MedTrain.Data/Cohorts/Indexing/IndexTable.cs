namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>One image of an index in the making: its address and what is known about it.</summary>
internal sealed class IndexRow
{
    /// <summary>Makes a row.</summary>
    /// <param name="path">Absolute path, perhaps with an address inside the file.</param>
    public IndexRow(string path) => Path = path;

    /// <summary>Absolute path, perhaps with an address inside the file.</summary>
    public string Path { get; set; }

    /// <summary>What is known, by column.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>A value; blank when there is none.</summary>
    public string this[string column]
    {
        get => Values.GetValueOrDefault(column, "");
        set => Values[column] = value;
    }
}

/// <summary>The images of an index in the making, with what was noticed.</summary>
internal sealed class IndexTable(IndexLayout layout)
{
    /// <summary>How the folder was laid out.</summary>
    public IndexLayout Layout { get; } = layout;

    /// <summary>The images.</summary>
    public List<IndexRow> Rows { get; } = [];

    /// <summary>Columns that the recipe names, in its order; they stand in the manifest even where every value is blank.</summary>
    public List<string> Declared { get; } = [];

    /// <summary>Links to make when nothing stands in the way.</summary>
    public List<PseudonymousLinks> Links { get; } = [];

    /// <summary>What a careful person would look at.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>What stands in the way.</summary>
    public List<string> Problems { get; } = [];
}
