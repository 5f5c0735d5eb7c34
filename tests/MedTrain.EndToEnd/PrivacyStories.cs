using System.Text;

namespace MedTrain.EndToEnd;

/// <summary>A patient's name in DICOM tags and in paths reaches nothing that the program writes.</summary>
public sealed class PrivacyStories : IDisposable
{
    private const string Planted = "ZQXV"; // the patients are called ZQXV01, ZQXV02, …; ids are the same
    private readonly MedTrainProgram program = new();
    private readonly StringBuilder printed = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void A_patients_name_is_in_no_manifest_log_error_cache_or_report()
    {
        Export();
        var damaged = Path.Combine(program.PathOf("export"), $"{Planted}99_JANE", "IM1.dcm");
        Directory.CreateDirectory(Path.GetDirectoryName(damaged)!);
        File.WriteAllBytes(damaged, File.ReadAllBytes(Directory.GetFiles(program.PathOf("export"), "*.dcm", SearchOption.AllDirectories)[0])[..^2000]);

        var inspected = Run("data", "inspect", "export");
        var refused = Run("index", "export", "--out", "cohort/manifest.csv", "--key", "key");
        var indexed = Run("index", "export", "--out", "cohort/manifest.csv", "--key", "key", "--skip-unreadable");
        AddLabels();
        var truncated = File.ResolveLinkTarget(Directory.GetFileSystemEntries(program.PathOf("cohort/manifest-images"))[0], returnFinalTarget: true)!.FullName;
        File.WriteAllBytes(truncated, File.ReadAllBytes(truncated)[..^2000]);
        var stopped = Run("fit", "named.yaml");
        var fitted = Run("fit", "named.yaml", "--set", "data.on_unreadable=skip");
        var audited = Run("audit", "named.yaml");
        var counted = Run("data", "stats", "named.yaml", "--by", "finding");

        Assert.Equal((4, 4, 0), (inspected.ExitCode, refused.ExitCode, indexed.ExitCode));
        Assert.Equal((4, 0, 4, 4), (stopped.ExitCode, fitted.ExitCode, audited.ExitCode, counted.ExitCode));
        Assert.DoesNotContain(Planted, printed.ToString(), StringComparison.OrdinalIgnoreCase);
        foreach (var file in Written())
        {
            Assert.DoesNotContain(Planted, file, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Planted, Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Synthetic radiographs with planted names, in folders that are called after the patients, as a hospital's export.</summary>
    private void Export()
    {
        program.Succeed("synth", "radiographs", "made", "--patients", "30", "--size", "48", "--images-per-patient", "1");
        var lines = File.ReadAllLines(program.PathOf("made/manifest.csv"));
        var (patient, path) = (Array.IndexOf(lines[0].Split(','), "patient_id"), Array.IndexOf(lines[0].Split(','), "path"));
        foreach (var (fields, number) in lines.Skip(1).Select((line, index) => (line.Split(','), index + 1)))
        {
            var name = $"{Planted}{number:00}".PadRight(fields[patient].Length, 'X');
            var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(program.PathOf("made"), fields[path]))).Replace(fields[patient], name, StringComparison.Ordinal);
            Directory.CreateDirectory(program.PathOf($"export/{name}_JANE"));
            File.WriteAllBytes(program.PathOf($"export/{name}_JANE/IM1.dcm"), Encoding.Latin1.GetBytes(bytes));
        }

        Assert.Contains(Planted, Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(program.PathOf("export"), "*.dcm", SearchOption.AllDirectories)[0])), StringComparison.Ordinal);
        Directory.Delete(program.PathOf("made"), recursive: true);
    }

    private void AddLabels()
    {
        var lines = File.ReadAllLines(program.PathOf("cohort/manifest.csv"));
        File.WriteAllLines(program.PathOf("cohort/manifest.csv"), lines.Select((line, index) => line + (index == 0 ? ",finding" : $",{index % 2}")));
        program.Write("named.yaml", """
            name: named
            task: binary
            data: {manifest: cohort/manifest.csv, labels: [finding]}
            split: {validation: 0.25, test: 0.3}
            preprocessing: [{resize: {size: [32, 32]}}, {z_score: {}}]
            model: {name: simple-cnn}
            training: {epochs: 1, batch_size: 8}
            evaluation: {replicates: 100}
            """);
    }

    private IEnumerable<string> Written() => Directory.EnumerateFiles(program.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(file => !file.StartsWith(program.PathOf("export"), StringComparison.Ordinal));

    private ProgramResult Run(params string[] arguments)
    {
        var result = program.Run(arguments);
        printed.AppendLine(result.All);
        return result;
    }
}
