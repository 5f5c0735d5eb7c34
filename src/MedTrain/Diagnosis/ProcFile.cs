namespace MedTrain.Diagnosis;

/// <summary>Reads Linux's <c>name: value</c> files.</summary>
internal static class ProcFile
{
    /// <summary>The first value of <paramref name="name"/>, or null when file or name do not exist.</summary>
    public static string? Value(string file, string name) => !File.Exists(file)
        ? null
        : File.ReadLines(file)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0] == name)?[1];
}
