using System.Globalization;
using MedTrain.Data.Statistics;

namespace MedTrain.Data.Cohorts.Audit;

/// <summary>
/// Finds what makes results of a split too good: the leaks that Wen et al. (Medical Image Analysis 2020) name, in what can be seen of a
/// cohort, a split and the weights that training starts from. Images are compared by <see cref="ImageAudit"/>.
/// </summary>
public static class SplitAudit
{
    private const double ConfoundedV = 0.3;
    private const double ConfoundedP = 0.001;
    private const double ShiftedP = 0.01;

    /// <summary>Parts of column names that tell where or with what an image was made.</summary>
    private static readonly string[] OriginWords = ["site", "scanner", "manufacturer", "vendor", "hospital", "centre", "center", "device", "field_strength", "protocol", "view"];

    /// <summary>Patients and groups in two parts.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="config">How it was drawn: its group columns.</param>
    public static IReadOnlyList<AuditFinding> OfSplit(Cohort cohort, Split split, SplitConfig config)
    {
        var findings = AuditFinding.Of(AuditRule.Patient, LeakageAudit.FindSharedPatients(cohort, split)).ToList();
        foreach (var column in config.Groups)
        {
            findings.AddRange(AuditFinding.Of(AuditRule.Group, LeakageAudit.FindSharedGroups(cohort, split, column)));
        }
        return findings;
    }

    /// <summary>A split without a test part: its result can only be of the cases that chose the epoch. Null when there is one.</summary>
    /// <param name="split">The split.</param>
    public static AuditFinding? MissingTest(Split split) => split.Folds.Any(fold => fold.Test.Count > 0) ? null : new AuditFinding(
        AuditRule.Selection, true,
        "there is no test part: the reported numbers are of the validation part, which also chose the best epoch, so they are too good; set split.test above 0, or split.folds");

    /// <summary>Whether weights that training starts from have seen, or were chosen by, patients that are to be validated or tested on.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="folds">The folds whose validation and test parts are looked at.</param>
    /// <param name="weights">The weights file, for messages.</param>
    /// <param name="seen">What it says it has seen; null when it says nothing.</param>
    public static IReadOnlyList<AuditFinding> OfPretrained(Cohort cohort, IReadOnlyList<SplitFold> folds, string weights, SeenPatients? seen)
    {
        if (seen is null)
        {
            return [new AuditFinding(
                AuditRule.Fitted, false,
                $"the weights {weights} do not say which patients they were trained on; make sure that none of the validation or test part is among them")];
        }
        var findings = new List<AuditFinding>();
        foreach (var fold in folds)
        {
            foreach (var part in new[] { SplitPart.Validation, SplitPart.Test })
            {
                var patients = fold.IndicesOf(part).Select(index => cohort.Cases[index].PatientId).Distinct(StringComparer.Ordinal).ToList();
                findings.AddRange(Seen(patients, seen.Trained, AuditRule.Fitted, "were trained on", fold, part, weights));
                if (part == SplitPart.Test)
                {
                    findings.AddRange(Seen([.. patients.Where(patient => !seen.Trained(patient))], seen.Selected, AuditRule.Selection, "were chosen by their result on", fold, part, weights));
                }
            }
        }
        return findings;
    }

    /// <summary>What a careful person would look at: labels that go with site or scanner, and labels of other frequency in one part.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    public static IReadOnlyList<AuditFinding> Warnings(Cohort cohort, Split split)
    {
        if (cohort.Task == LabelTask.Regression)
        {
            return [];
        }
        var origins = cohort.Cases.SelectMany(one => one.Columns.Keys).Distinct(StringComparer.Ordinal)
            .Where(column => OriginWords.Any(word => column.Contains(word, StringComparison.OrdinalIgnoreCase)) && !cohort.LabelNames.Contains(column)).ToList();
        var confounding =
            from column in origins
            from label in Enumerable.Range(0, cohort.LabelNames.Count)
            let finding = Confounded(cohort, column, label)
            where finding is not null
            select finding;
        var shifts =
            from fold in split.Folds
            from label in Enumerable.Range(0, cohort.LabelNames.Count)
            let finding = Shifted(cohort, fold, label, split.Folds.Count)
            where finding is not null
            select finding;
        return [.. confounding, .. shifts];
    }

    private static IEnumerable<AuditFinding> Seen(
        List<string> patients, Func<string, bool> hasSeen, AuditRule rule, string how, SplitFold fold, SplitPart part, string weights)
    {
        var seen = patients.Where(hasSeen).ToList();
        if (seen.Count > 0)
        {
            yield return new AuditFinding(
                rule, true,
                $"the weights {weights} {how} {seen.Count} of the {patients.Count} patients of the {SplitPartNames.NameOf(part)} part of fold {fold.Number} "
                    + $"({string.Join(", ", seen.Take(5))}{(seen.Count > 5 ? ", …" : "")}); pretrain on this split's training patients only");
        }
    }

    /// <summary>By patient: which values of the column, and whether the label is there.</summary>
    private static AuditFinding? Confounded(Cohort cohort, string column, int label)
    {
        var known = PatientLabels(cohort.Cases, label, column);
        var table = ContingencyTable.Of(known.Select(one => (one.Column, one.Positive)));
        if (table.PValue is not { } p || table.CramersV is not { } v || p > ConfoundedP || v < ConfoundedV)
        {
            return null;
        }
        var shares = known.GroupBy(one => one.Column).OrderByDescending(group => group.Count()).Take(4)
            .Select(group => $"{group.Key} {group.Count(one => one.Positive)} of {group.Count()}");
        return new AuditFinding(
            AuditRule.Confounding, false,
            string.Create(CultureInfo.InvariantCulture, $"label '{cohort.LabelNames[label]}' goes with {column} (Cramér's V {v:0.00}, p {Short(p)}; patients with it: {string.Join(", ", shares)}): a network may learn the {column} instead; compare within it, or leave one out (split.leave_out: {column})"));
    }

    private static AuditFinding? Shifted(Cohort cohort, SplitFold fold, int label, int folds)
    {
        var parts = Enum.GetValues<SplitPart>()
            .Select(part => (Part: part, Patients: PatientLabels(fold.IndicesOf(part).Select(index => cohort.Cases[index]), label, null)))
            .Where(part => part.Patients.Count > 0).ToList();
        var table = ContingencyTable.Of(parts.SelectMany(part => part.Patients.Select(patient => (part.Part, patient.Positive))));
        if (table.PValue is not { } p || p > ShiftedP / folds / cohort.LabelNames.Count)
        {
            return null;
        }
        var shares = parts.Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{SplitPartNames.NameOf(part.Part)} {100.0 * part.Patients.Count(one => one.Positive) / part.Patients.Count:0.#} %"));
        var where = folds > 1 ? $" in fold {fold.Number}" : "";
        return new AuditFinding(
            AuditRule.Prevalence, false,
            $"label '{cohort.LabelNames[label]}' is not equally frequent{where} ({string.Join(", ", shares)} of patients; p {Short(p)}): thresholds and predictive values do not carry over");
    }

    private static List<(string Column, bool Positive)> PatientLabels(IEnumerable<Case> cases, int label, string? column) =>
    [
        .. cases.Where(one => !float.IsNaN(one.Labels[label]) && (column is null || !LabelEncoder.IsUnknown(one.Columns.GetValueOrDefault(column, ""))))
            .GroupBy(one => (one.PatientId, Column: column is null ? "" : one.Columns[column]))
            .Select(patient => (patient.Key.Column, patient.Any(one => one.Labels[label] == 1))),
    ];

    private static string Short(double p) => p < 1e-4 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
