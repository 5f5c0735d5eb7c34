using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch.Weights;

namespace MedTrain.Tests.Commands.Models;

public sealed class ModelsWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("models-weights").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_good_folder_is_listed_and_verified()
    {
        Write("simple-cnn");
        var listed = JsonNode.Parse(MedTrainProgram.Run("models", "weights", "list", "--folder", folder, "--json").Output)!.AsArray();
        Assert.Equal(("good", true), ((string)listed[0]!["entry"]!["name"]!, (bool)listed[0]!["is_there"]!));
        var verified = MedTrainProgram.Run("models", "weights", "verify", "--folder", folder);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Contains("fits simple-cnn: ", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_and_one_of_another_network_are_found()
    {
        Write("resnet18");
        var other = MedTrainProgram.Run("models", "weights", "verify", "--folder", folder);
        Assert.Equal(4, other.ExitCode);
        Assert.Contains("do not fit resnet18", other.Output, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(folder, "w.safetensors"), " ");
        var changed = MedTrainProgram.Run("models", "weights", "verify", "good", "--folder", folder);
        Assert.Equal(4, changed.ExitCode);
        Assert.Contains("the catalogue says", changed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_folder_or_a_catalogue_it_says_what_to_do()
    {
        var none = MedTrainProgram.Run("models", "weights", "list", "--folder", folder);
        Assert.Equal(4, none.ExitCode);
        Assert.Contains("has no catalogue.json", none.Error, StringComparison.Ordinal);
        Write("simple-cnn");
        var unknown = MedTrainProgram.Run("models", "weights", "verify", "god", "--folder", folder);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("did you mean \"good\"?", unknown.Error, StringComparison.Ordinal);
    }

    private void Write(string model)
    {
        var file = Path.Combine(folder, "w.safetensors");
        using (var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, 1, 1)))
        {
            Safetensors.Save(file, network.state_dict());
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        File.WriteAllText(Path.Combine(folder, "catalogue.json"), $$"""
            [{"name": "good", "model": "{{model}}", "file": "w.safetensors", "sha256": "{{hash}}", "licence": "CC0",
                "source": "https://example.org/w"}]
            """);
    }
}
