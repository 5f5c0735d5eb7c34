using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cohorts;

/// <summary>Gives the columns of a manifest their meaning and checks every line of it.</summary>
internal sealed class ManifestInterpretation
{
    private readonly CohortConfig config;
    private readonly LabelTask task;
    private readonly ManifestTable table;
    private readonly ProblemList problems;
    private readonly List<string> warnings;
    private readonly string root;
    private readonly Dictionary<string, int> lineOfCaseId = new(StringComparer.Ordinal);

    public ManifestInterpretation(CohortConfig config, LabelTask task, ManifestTable table, ProblemList problems, List<string> warnings)
    {
        this.config = config;
        this.task = task;
        this.table = table;
        this.problems = problems;
        this.warnings = warnings;
        root = Path.GetFullPath(config.Root ?? Path.GetDirectoryName(Path.GetFullPath(config.Manifest!))!);
    }

    /// <summary>The cohort; its problems are in the list that the constructor was given.</summary>
    /// <param name="requireLabels">Whether to insist on a label column.</param>
    /// <returns>The cohort, or null when columns are missing.</returns>
    public Cohort? ToCohort(bool requireLabels)
    {
        if (config.Root is not null && !Directory.Exists(root))
        {
            problems.AddConfig("data.root", $"there is no folder '{config.Root}'");
            return null;
        }
        var columns = config.Columns;
        var caseId = RequiredColumn(columns.CaseId, "case_id", "the unique name of each image");
        var patientId = RequiredColumn(columns.PatientId, "patient_id", "the patient each image is of; where every image is its own patient, name the image column");
        var path = RequiredColumn(columns.Path, "path", "the image file, relative to data.root");
        var split = OptionalColumn(columns.Split, new ColumnNames().Split, "split");
        _ = OptionalColumn(columns.Session, new ColumnNames().Session, "session");
        _ = OptionalColumn(columns.Age, new ColumnNames().Age, "age");
        _ = OptionalColumn(columns.Sex, new ColumnNames().Sex, "sex");
        _ = OptionalColumn(columns.Site, new ColumnNames().Site, "site");
        var labels = config.Labels.Count == 0 && !requireLabels ? [] : LabelColumns();
        if (caseId is null || patientId is null || path is null)
        {
            return null;
        }
        var encoder = labels is null ? null : LabelEncoder.For(config, labels.Count == 0 ? LabelTask.Multilabel : task, config.Labels, table.Rows.Select(row => Pick(row, labels)), problems, warnings);
        var names = CaseColumnNames();
        var cases = new List<Case>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            cases.Add(new Case(
                CaseIdOf(row, caseId.Value),
                PatientIdOf(row, patientId.Value),
                PathOf(row, path.Value),
                encoder?.Encode(Pick(row, labels!), row.Line, problems) ?? [],
                ColumnsOf(row, names),
                row.Line,
                split is null ? null : PartOf(row, split.Value)));
        }
        LeakageAudit.FindSharedPatients(cases, problems);
        return encoder is null ? null : new Cohort(config.Manifest!, labels!.Count == 0 ? LabelTask.Multilabel : task, encoder.Names, cases);
    }

    private int? RequiredColumn(string name, string key, string meaning)
    {
        var index = table.IndexOf(name);
        if (index is null)
        {
            problems.AddFile($"lacks the column '{name}' ({meaning}).{NearestName.Question(name, table.Names)} Its columns are {Listed()}; data.columns.{key} can name another", 1);
        }
        return index;
    }

    private int? OptionalColumn(string name, string defaultName, string key)
    {
        var index = table.IndexOf(name);
        if (index is null && name != defaultName)
        {
            problems.AddConfig($"data.columns.{key}", $"the manifest has no column '{name}'.{NearestName.Question(name, table.Names)} Its columns are {Listed()}");
        }
        return index;
    }

    private List<int>? LabelColumns()
    {
        if (config.Labels.Count == 0)
        {
            problems.AddConfig("data.labels", $"name at least one label column; the manifest's columns are {Listed()}");
            return null;
        }
        var missing = config.Labels.Where(label => table.IndexOf(label) is null).ToList();
        foreach (var label in missing)
        {
            problems.AddConfig("data.labels", $"the manifest has no column '{label}'.{NearestName.Question(label, table.Names)} Its columns are {Listed()}");
        }
        foreach (var group in config.Labels.GroupBy(label => label).Where(group => group.Count() > 1))
        {
            problems.AddConfig("data.labels", $"names '{group.Key}' {group.Count()} times");
        }
        return missing.Count > 0 ? null : [.. config.Labels.Select(label => table.IndexOf(label)!.Value)];
    }

    private string CaseIdOf(ManifestRow row, int column)
    {
        var caseId = row.Fields[column];
        if (caseId.Length == 0)
        {
            problems.AddLine(row.Line, "empty case id", $"the case id (column '{config.Columns.CaseId}') is empty; every line needs a unique one");
        }
        else if (!lineOfCaseId.TryAdd(caseId, row.Line))
        {
            problems.AddLine(row.Line, "repeated case id", $"case '{caseId}' was already given in line {lineOfCaseId[caseId]}; case ids must be unique");
        }
        return caseId;
    }

    private string PatientIdOf(ManifestRow row, int column)
    {
        if (row.Fields[column].Length == 0)
        {
            problems.AddLine(row.Line, "empty patient id", $"the patient id (column '{config.Columns.PatientId}') is empty; without it the split cannot keep patients apart");
        }
        return row.Fields[column];
    }

    private string PathOf(ManifestRow row, int column)
    {
        var given = row.Fields[column];
        if (given.Length == 0)
        {
            problems.AddLine(row.Line, "empty path", $"the path (column '{config.Columns.Path}') is empty");
            return given;
        }
        var path = Path.GetFullPath(given, root);
        if (!ImageAddress.Exists(path))
        {
            problems.AddLine(row.Line, $"image not found under {root}", $"there is no image '{given}' (looked for {path}); correct the path or set data.root");
        }
        return path;
    }

    private SplitPart? PartOf(ManifestRow row, int column)
    {
        var given = row.Fields[column];
        if (given.Length == 0)
        {
            return null;
        }
        var part = SplitPartNames.Parse(given);
        if (part is null)
        {
            problems.AddLine(row.Line, "unknown split part", $"split is '{given}'; it must be train, validation, test or blank");
        }
        return part;
    }

    private List<(int Column, string Name)> CaseColumnNames()
    {
        var columns = config.Columns;
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [columns.Session] = "session", [columns.Split] = "split", [columns.Age] = "age", [columns.Sex] = "sex", [columns.Site] = "site",
        };
        var ids = new HashSet<string>([columns.CaseId, columns.PatientId, columns.Path], StringComparer.Ordinal);
        return [.. table.Header
            .Select((name, column) => (column, name))
            .Where(entry => entry.name.Length > 0 && (!ids.Contains(entry.name) || known.ContainsKey(entry.name)))
            .Select(entry => (entry.column, known.GetValueOrDefault(entry.name, entry.name)))];
    }

    private static Dictionary<string, string> ColumnsOf(ManifestRow row, List<(int Column, string Name)> names)
    {
        var values = new Dictionary<string, string>(names.Count, StringComparer.Ordinal);
        foreach (var (column, name) in names)
        {
            values.TryAdd(name, row.Fields[column]);
        }
        return values;
    }

    private static List<string> Pick(ManifestRow row, List<int> columns) => [.. columns.Select(column => row.Fields[column])];

    private string Listed() => string.Join(", ", table.Names.Take(30)) + (table.Names.Count() > 30 ? ", …" : "");
}
