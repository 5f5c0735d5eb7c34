namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Gives the columns their names, the labels their rules, and the images their parts.</summary>
internal static class ColumnRules
{
    private const string Uncertain = "-1";

    /// <summary>Applies the recipe; then every row has a case and a patient id.</summary>
    public static void Apply(IndexRequest request, IndexTable table)
    {
        var recipe = request.Recipe;
        var known = table.Rows.SelectMany(row => row.Values.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var column in recipe.Columns.Values.Concat(recipe.Labels.Values.Select(label => label.Column)).Where(column => !known.Contains(column)).Distinct())
        {
            table.Problems.Add($"no image has the column '{column}' that the recipe names.{NearestName.Question(column, known)} Known are {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        }
        table.Declared.AddRange(recipe.Columns.Keys.Concat(recipe.Labels.Keys));
        var parts = Parts(request, table);
        foreach (var row in table.Rows)
        {
            Apply(recipe, row, parts);
        }
        RequireIds(request, table);
    }

    private static void Apply(IndexRecipe recipe, IndexRow row, Dictionary<string, string> parts)
    {
        var made = recipe.Columns.ToDictionary(entry => entry.Key, entry => row[entry.Value], StringComparer.Ordinal);
        foreach (var (label, rule) in recipe.Labels)
        {
            made[label] = LabelOf(row[rule.Column], rule, recipe.Uncertain);
        }
        if (recipe.Columns.Count > 0 || recipe.Labels.Count > 0)
        {
            foreach (var column in row.Values.Keys.Except(["case_id", "patient_id", "session", "split"], StringComparer.Ordinal).ToList())
            {
                row.Values.Remove(column);
            }
        }
        foreach (var (column, value) in made)
        {
            row[column] = value;
        }
        var names = new[] { row["case_id"], Path.GetFileName(row.Path), row["patient_id"] };
        if (parts.Count > 0)
        {
            row["split"] = names.Where(parts.ContainsKey).Select(name => parts[name]).FirstOrDefault(row["split"]);
        }
        else if (row["split"].Length > 0 && SplitPartNames.Parse(row["split"]) is { } part)
        {
            row["split"] = SplitPartNames.NameOf(part);
        }
    }

    private static string LabelOf(string value, LabelRule rule, UncertainLabel uncertain)
    {
        if (rule.Contains is { } wanted)
        {
            return value.Length == 0 ? "" : value.Split('|', StringSplitOptions.TrimEntries).Contains(wanted, StringComparer.Ordinal) ? "1" : "0";
        }
        if (rule.Values is { } values)
        {
            return values.GetValueOrDefault(value, "");
        }
        return SplitBalance.TryNumber(value, out var number)
            ? number == -1 ? uncertain switch { UncertainLabel.Zero => "0", UncertainLabel.One => "1", _ => "" } : $"{number}"
            : value == Uncertain ? "" : value;
    }

    private static Dictionary<string, string> Parts(IndexRequest request, IndexTable table)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (part, file) in request.Recipe.Lists)
        {
            var path = Path.Combine(request.Folder, file);
            if (!File.Exists(path))
            {
                table.Problems.Add($"there is no file '{file}' in {request.Folder}: the list of the {part} images");
                continue;
            }
            foreach (var entry in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0))
            {
                parts[entry] = SplitPartNames.NameOf(SplitPartNames.Parse(part)!.Value);
            }
        }
        return parts;
    }

    private static void RequireIds(IndexRequest request, IndexTable table)
    {
        var withoutPatient = table.Rows.Where(row => row["patient_id"].Length == 0).ToList();
        foreach (var row in table.Rows.Where(row => row["case_id"].Length == 0))
        {
            row["case_id"] = Path.GetRelativePath(Path.GetFullPath(request.Folder), row.Path);
        }
        foreach (var row in withoutPatient)
        {
            row["patient_id"] = row["case_id"];
        }
        if (withoutPatient.Count > 0)
        {
            table.Warnings.Add($"nothing tells the patient of {withoutPatient.Count} images, so each counts as its own: scores may be too good and intervals too narrow");
        }
        table.Problems.AddRange(table.Rows.GroupBy(row => row["case_id"], StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"{group.Count()} images have the case id '{group.Key}'"));
    }
}
