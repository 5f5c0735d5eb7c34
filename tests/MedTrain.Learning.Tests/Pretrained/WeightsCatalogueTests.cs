using System.Security.Cryptography;
using MedTrain.Learning.Pretrained;

namespace MedTrain.Learning.Tests.Pretrained;

public sealed class WeightsCatalogueTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weights").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_name_of_the_catalogue_is_its_file_with_what_it_expects()
    {
        Write(Entry());
        var source = WeightsSource.Parse($"net@{folder}");
        Assert.Equal((Path.Combine(folder, "net.bin"), "timm-vit"), (source.File, source.Naming?.Name));
        Assert.Equal([0.5], source.Statistics!.Mean);
        Assert.Equal([0.25], source.Statistics.Std);
    }

    [Fact]
    public void A_changed_or_absent_file_is_refused_with_where_to_get_it()
    {
        Write(Entry());
        File.AppendAllText(Path.Combine(folder, "net.bin"), "x");
        Assert.Contains("the catalogue says", Refusal($"net@{folder}"), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "net.bin"));
        Assert.Contains("Get it from https://example.org/net.bin (licence: CC0)", Refusal($"net@{folder}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nett", "did you mean \"net\"?")]
    [InlineData("", "no file")]
    public void What_is_not_there_is_answered_with_what_is(string name, string reason)
    {
        Write(Entry());
        Assert.Contains(reason, Refusal($"{name}@{folder}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"file\":\"net.bin\"", "\"file\":\"/etc/passwd\"", "not inside the folder")]
    [InlineData("\"file\":\"net.bin\"", "\"file\":\"../net.bin\"", "not inside the folder")]
    [InlineData("\"licence\":\"CC0\"", "\"licence\":\"CC0\",\"colour\":1", "colour")]
    [InlineData("\"licence\":\"CC0\",", "", "licence")]
    [InlineData(",\"std\":[0.25]", "", "belong together")]
    [InlineData("timm-vit", "timm-vat", "no naming 'timm-vat'")]
    public void A_damaged_catalogue_is_refused_with_the_reason(string find, string put, string reason)
    {
        Write(Entry().Replace(find, put));
        Assert.Contains(reason, Refusal($"net@{folder}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_naming_or_a_part_can_stand_beside_a_file()
    {
        var file = Path.Combine(folder, "a.pth");
        File.WriteAllText(file, "");
        Assert.Equal(new WeightsSource(file, "ema", KeyNamingTable.Rows.Single(row => row.Name == "autoencoder")),
            WeightsSource.Parse($"autoencoder@{file}#ema"));
        Assert.Contains("did you mean \"autoencoder\"?", Refusal($"autoencodr@{file}"), StringComparison.Ordinal);
        Assert.Contains("neither a file nor a folder", Refusal($"autoencoder@{file}x"), StringComparison.Ordinal);
    }

    private static string Refusal(string text) => Assert.Throws<PretrainedException>(() => WeightsSource.Parse(text)).Message;

    private string Entry()
    {
        File.WriteAllText(Path.Combine(folder, "net.bin"), "weights");
        var hash = Convert.ToHexStringLower(SHA256.HashData("weights"u8));
        return $$"""
            [{"name":"net","file":"net.bin","sha256":"{{hash}}","licence":"CC0","source":"https://example.org/net.bin","naming":"timm-vit","mean":[0.5],"std":[0.25]}]
            """;
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(folder, WeightsCatalogue.FileName), text);
}
