using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Reports;

/// <summary>What all JSON reports share: keys in a fixed order, no times or paths, numbers that read back as the same doubles.</summary>
internal static class MeasurementJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A JSON object as text.</summary>
    internal static string Document(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The keys of one number, into an open object.</summary>
    internal static void Write(Utf8JsonWriter json, Measurement measured)
    {
        if (measured is Estimate estimate)
        {
            json.WriteNumber("value", estimate.Value);
            if (estimate.HasInterval)
            {
                json.WriteNumber("lower", estimate.Lower);
                json.WriteNumber("upper", estimate.Upper);
            }
            json.WriteString("method", estimate.Method);
            json.WriteNumber("degenerate_replicates", estimate.Degenerate);
        }
        else if (measured is NotComputable missing)
        {
            json.WriteString("not_computable", missing.Reason);
        }
        json.WriteNumber("n", measured.Count);
        if (measured.Positives is { } positives)
        {
            json.WriteNumber("positives", positives);
        }
        json.WriteNumber("patients", measured.Patients);
    }

    /// <summary>One number as an object under a name.</summary>
    internal static void WriteObject(Utf8JsonWriter json, string name, Measurement measured)
    {
        json.WriteStartObject(name);
        Write(json, measured);
        json.WriteEndObject();
    }

    internal static void WriteInterval(Utf8JsonWriter json, Interval interval)
    {
        json.WriteStartObject();
        json.WriteString("method", interval.Method);
        json.WriteNumber("lower", interval.Lower);
        json.WriteNumber("upper", interval.Upper);
        json.WriteEndObject();
    }

    internal static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    /// <summary>Leaves the key out where there is no number.</summary>
    internal static void WriteDefined(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
    }

    internal static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>A threshold as an object.</summary>
    internal static void WriteThreshold(Utf8JsonWriter json, LabelThreshold threshold)
    {
        json.WriteStartObject();
        json.WriteString("label", threshold.Label);
        if (threshold.Fold is { } fold)
        {
            json.WriteNumber("fold", fold);
        }
        json.WriteNumber("value", threshold.Value);
        json.WriteEndObject();
    }
}
