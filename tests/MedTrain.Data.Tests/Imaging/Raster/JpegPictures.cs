namespace MedTrain.Data.Tests.Imaging.Raster;

/// <summary>Two JPEG pictures of 48 × 40 pixels, drawn as sin(x/7)·50 + cos(y/5)·50 + 120 (G half of it, B 255 minus it) with Pillow, quality 75.</summary>
internal static class JpegPictures
{
    public static byte[] Grey => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT" +
        "gyPC4zNDL/wAALCAAoADABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIh" +
        "MUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhI" +
        "WGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOx0" +
        "3U49o5FbB1KPy+orA1TUo8HkVxt/qUe48iqsGpR7xyK6nStTj45FcxpuqvtHJrZbVn8v7xrA1TVXweTXG3+qvvPzGqkGqvv6mup0rVX+X5jWxp" +
        "ulybRwa2G0uTy+hrA1TS5MHg1xt/pcm88GqsGlybxwa6nStLk+Xg161pulptHArZbS08voKwNU0tMHgVxt/pabzwKqQaWm8cCup0rS044FbOma" +
        "qm0cithtVTy+orB1TVUweRXG3+qpvPIqpBqqbxyK6nStVT5eRX//2Q==");

    public static byte[] Colour => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT" +
        "gyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAo" +
        "ADADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhBy" +
        "JxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT" +
        "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAA" +
        "AAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom" +
        "JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExc" +
        "bHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwChbXK4HNXDcrt61yttdNgc1bN023rUYrJX7Q+hpYz3TQublcHm" +
        "see5XJ5qG5um55rHnumz1r6DKsldjhxOMNlLld3WtS1uV45rjUum3da07W6bjmuzMclfIZYfGalu2tmwOKuG2bb0rTtrVcDirhtV29K+VxWdfv" +
        "D06WD905G5tmweKx57Zsniu3ubVeeKx57VcnivoMqzrQ4MTgzm47Zs9K1LW2bjircdqu7pWpa2q8cV2ZjnXuGWHwepctrpcDmrZul29aKK+FxW" +
        "Fp+0Pap1ZcpRubpcHmsee6XJ5oor6DKsLTscOJqyuRR3S7utadrdLxzRRXXmOFp8hlh6srn/2Q==");
}
