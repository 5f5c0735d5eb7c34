using System.Globalization;
using System.Text;

namespace MedTrain.Tests.Commands;

/// <summary>Predictions and readings as files, the same for the same arguments.</summary>
internal static class ScoreFiles
{
    public static readonly string[] Findings = ["effusion", "mass"];

    /// <summary>Predictions of two findings with sex, site and age; two cases a patient. More noise is a worse model of the same cases.</summary>
    public static string Predictions(double noise, string prefix = "", int cases = 120)
    {
        var (truths, errors) = (new Random(7), new Random((int)(1000 * noise)));
        var text = new StringBuilder("case_id,patient_id,sex,site,age,y_effusion,y_mass,p_effusion,p_mass\n");
        for (var i = 0; i < cases; i++)
        {
            var truth = Findings.Select(_ => truths.NextDouble() < 0.4 ? 1 : 0).ToArray();
            var scores = truth.Select(y => Math.Clamp(0.35 + 0.3 * y + noise * (errors.NextDouble() - 0.5), 0, 1));
            var patient = i / 2;
            text.Append(CultureInfo.InvariantCulture, $"{prefix}c{i},{prefix}p{patient},{"FM"[patient % 2]},{"ABC"[patient % 3]},{25 + patient % 50}")
                .Append(string.Concat(truth.Select(y => $",{y}")))
                .Append(string.Concat(scores.Select(p => "," + p.ToString("0.0000", CultureInfo.InvariantCulture)))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Calls of readers, who err in one case of ten, about the cases of <see cref="Predictions"/>.</summary>
    public static string Readings(string readers, string modality = "")
    {
        var random = new Random(readers.Length + modality.Length);
        var text = new StringBuilder("reader,case_id,label,call,score,modality\n");
        foreach (var line in Predictions(0.5).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var fields = line.Split(',');
            foreach (var reader in readers)
            {
                foreach (var (index, label) in Findings.Index())
                {
                    var present = (fields[5 + index] == "1") != random.NextDouble() < 0.1;
                    var score = modality.Length == 0 ? "" : (random.NextDouble() + (present ? 0.4 : 0)).ToString("0.000", CultureInfo.InvariantCulture);
                    text.Append(CultureInfo.InvariantCulture, $"{reader},{fields[0]},{label},{(present ? 1 : 0)},{score},{modality}\n");
                }
            }
        }

        return text.ToString();
    }
}
