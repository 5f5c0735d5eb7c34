using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>UIDs that follow from a name, so that the same synthetic cohort gets the same UIDs every time.</summary>
public static class DicomUid
{
    /// <summary>A UID of the form 2.25.N (PS3.5 B.2), N being 128 bits of the name's SHA-256.</summary>
    /// <param name="name">What the UID is for, such as <c>cohort/seed/patient/series</c>.</param>
    public static string From(string name)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var number = new BigInteger(hash.AsSpan(0, 16), isUnsigned: true, isBigEndian: true);
        return "2.25." + number.ToString(CultureInfo.InvariantCulture);
    }
}
