using MedTrain.Data.Privacy;

namespace MedTrain.Data.Tests.Privacy;

public class FoundPathTests
{
    [Theory]
    [InlineData("DOE_JOHN/IM0001.dcm", "***_***/IM0001.dcm")]
    [InlineData("sub-01/ses-M00/anat/sub-01_ses-M00_T1w.nii.gz", "sub-01/ses-M00/anat/sub-01_ses-M00_T1w.nii.gz")]
    [InlineData("Müller, Jürgen/Ct Thorax/3", "***, ***/Ct ***/3")]
    [InlineData("slice2.dcm", "slice2.dcm")]
    public void Words_that_may_be_names_are_masked(string path, string shown) => Assert.Equal(shown, FoundPath.Masked(path));

    [Fact]
    public void The_typed_folder_is_shown_as_it_is_and_the_number_tells_the_file() =>
        Assert.Equal("/data/Smith/***.png (file 3 of 9 in the order of names)", FoundPath.Shown("/data/Smith", "/data/Smith/jones.png", 3, 9));
}
