using MedTrain.Learning.Tests.Models;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Networks.Tests;

/// <summary>
/// Every network that has a record in tests/golden/models equals its reference: keys, operations, outputs, and training where recorded.
/// </summary>
public class GoldenModelTests
{
    /// <summary>From this many parameters on a network is in the slow tier.</summary>
    private const long Large = 60_000_000;

    public static TheoryData<string> Usual => [.. Names.Where(name => GoldenRecord.Read(name).Params < Large)];

    public static TheoryData<string> TooLargeForQuickRuns => [.. Names.Where(name => GoldenRecord.Read(name).Params >= Large)];

    private static IEnumerable<string> Names => GoldenRecord.Names.Where(ModelTable.Names.Contains);

    [Theory]
    [MemberData(nameof(Usual))]
    public void A_network_equals_its_reference(string name) => Check(GoldenRecord.Read(name));

    [Theory]
    [Trait("Tier", "slow")]
    [MemberData(nameof(TooLargeForQuickRuns))]
    public void A_large_network_equals_its_reference(string name) => Check(GoldenRecord.Read(name));

    [Fact]
    public void Records_say_more_than_keys_for_all_but_the_networks_that_the_reference_only_counted()
    {
        var records = Names.Select(GoldenRecord.Read).ToList();
        Assert.Equal((131, 67, 12), (records.Count(record => record.Outputs is not null), records.Count(record => record.Macs is not null),
            records.Count(record => record.Train is not null)));
    }

    private static void Check(GoldenRecord record)
    {
        using var scope = NewDisposeScope();
        using var network = record.Build();
        var comparison = new ReferenceComparison(record, network);
        comparison.Parameters_and_keys_are_the_reference();
        if (record.Macs is not null)
        {
            comparison.Operations_are_the_reference();
        }

        if (record.Outputs is not null)
        {
            comparison.Outputs_are_the_reference();
        }

        if (record.Train is not null)
        {
            comparison.Training_is_the_reference();
        }

        network.Dispose();
    }
}
