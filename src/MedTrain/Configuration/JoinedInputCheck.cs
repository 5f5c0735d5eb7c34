using MedTrain.Data;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Parts;
using MedTrain.Learning.Models;

namespace MedTrain.Configuration;

/// <summary>Finds what tabular context and further views ask for that the cohort does not have.</summary>
internal static class JoinedInputCheck
{
    private const int Listed = 5;

    /// <summary>Reports at the keys.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="cohort">The cohort.</param>
    public static void Run(BoundConfig bound, Cohort cohort)
    {
        if (bound.Find<CohortConfig>("data") is not { } data) { return; }

        string[] known = [.. cohort.Cases.SelectMany(one => one.Columns.Keys).Distinct(StringComparer.Ordinal).Except(data.Labels)];
        foreach (var column in (bound.Find<ModelConfig>("model")?.Context ?? []).Distinct().Where(column => !known.Contains(column)))
        {
            var why = data.Labels.Contains(column) ? "it is a label, which is to be predicted" : "the manifest has no such column";
            bound.Report("model.context", column, why, NearestName.Advice(column, known));
        }

        foreach (var column in data.Views.Where(column => !known.Contains(column)))
        {
            bound.Report("data.views", column, "the manifest has no such column", NearestName.Advice(column, known));
        }

        if (data.Views.Count > 0 && bound.Find<VolumeParts>("parts") is not null)
        {
            bound.Report("parts", "", "parts are those of one image, and the cases have several views", "leave out parts, or data.views");
        }

        foreach (var column in data.Views.Where(known.Contains))
        {
            string[] blank = [.. cohort.Cases.Where(one => string.IsNullOrWhiteSpace(one.Columns.GetValueOrDefault(column))).Select(one => one.CaseId)];
            if (blank.Length > 0)
            {
                var some = string.Join(", ", blank.Take(Listed)) + (blank.Length > Listed ? ", …" : "");
                bound.Report("data.views", column, $"is blank for {blank.Length} cases ({some})", "leave out the cases that lack a view");
            }
        }
    }
}
